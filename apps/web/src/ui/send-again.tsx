import { useEffect, useState } from 'react'
import { sentenceFor } from '../api-errors.ts'
import { Button } from './button.tsx'

const waitSeconds = 30

interface Props {
  send: () => Promise<unknown>
  /** What is said once it is sent. */
  sent: string
  /** Whether one has just been sent. */
  justSent: boolean
}

/** Sends a mail again, with a wait that can be seen between two of them. */
export function SendAgain({ send, sent, justSent }: Props) {
  const [wait, setWait] = useState(justSent ? waitSeconds : 0)
  const [busy, setBusy] = useState(false)
  const [news, setNews] = useState('')
  const waits = wait > 0
  useEffect(() => {
    if (!waits) return
    const ticking = setInterval(() => setWait(seconds => seconds - 1), 1_000)
    return () => clearInterval(ticking)
  }, [waits])

  async function again() {
    setBusy(true)
    setNews('')
    try {
      await send()
      setNews(sent)
      setWait(waitSeconds)
    } catch (error) {
      setNews(sentenceFor(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button className="w-full tabular-nums" aria-disabled={waits} busy={busy} working="Sending…" onClick={again}>
        {/* What is counted is not part of its name, or it would be read out each second. */}
        Send the mail again{waits && <span aria-hidden="true">, in {wait} s</span>}
      </Button>
      <p role="status" className="min-h-9 pt-1 text-small">
        {news}
      </p>
    </>
  )
}
