import { type ReactNode, useEffect, useState } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { ApiError } from '../api-errors.ts'
import { Button } from './button.tsx'
import { failure } from './failure.tsx'
import { useSmoothHeight } from './use-smooth-height.ts'

const waitMs = 30_000
/** A longer wait has no countdown: the text below says when it ends. */
const longestCountedSeconds = 60

interface Props {
  send: () => Promise<unknown>
  /** Shown after sending. */
  sent: string
  /** Whether a mail was just sent. */
  justSent: boolean
}

/** Sends a mail again, with a visible wait between two mails. */
export function SendAgain({ send, sent, justSent }: Props) {
  const { sendAgain: words } = useWords()
  const [until, setUntil] = useState(() => (justSent ? Date.now() + waitMs : 0))
  const [now, setNow] = useState(Date.now)
  const [busy, setBusy] = useState(false)
  const [news, setNews] = useState<ReactNode>()
  const room = useSmoothHeight<HTMLDivElement>()
  const seconds = Math.ceil((until - now) / 1_000)
  const waits = seconds > 0
  useEffect(() => {
    if (!waits) return
    const ticking = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(ticking)
  }, [waits])

  function waitUntil(end: number) {
    setNow(Date.now())
    setUntil(end)
  }
  async function again() {
    setBusy(true)
    setNews(undefined)
    try {
      await send()
      setNews(sent)
      waitUntil(Date.now() + waitMs)
    } catch (error) {
      setNews(failure(error))
      if (error instanceof ApiError && error.retryAt) waitUntil(error.retryAt)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button className="w-full tabular" aria-disabled={waits} busy={busy} working={words.working} onClick={again}>
        {/* The countdown is not part of the name, or screen readers would read it each second. */}
        {words.button}
        {waits && seconds <= longestCountedSeconds && <span aria-hidden="true">{words.seconds(seconds)}</span>}
      </Button>
      <div ref={room} className="pb-4">
        <div role="status" className="pt-2 text-small empty:pt-0">
          {news}
        </div>
      </div>
    </>
  )
}
