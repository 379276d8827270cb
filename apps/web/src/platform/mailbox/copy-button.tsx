import { useState } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { Button } from '../ui/button.tsx'

/** Copies a code, and says whether that worked. */
export function CopyButton({ code }: { code: string }) {
  const { mailbox: words } = useWords()
  const [news, setNews] = useState('')
  const copy = async () => {
    const copied = await navigator.clipboard.writeText(code).then(
      () => true,
      () => false,
    )
    setNews(copied ? words.copied : words.notCopied(code))
  }
  return (
    <>
      <Button onClick={copy}>{words.copy(code)}</Button>
      <span role="status" className="text-small font-medium">
        {news}
      </span>
    </>
  )
}
