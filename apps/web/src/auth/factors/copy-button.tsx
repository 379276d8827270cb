import { type ReactNode, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'

/** Copies a text, and says whether that worked. */
export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const { factors: words } = useWords()
  const [news, setNews] = useState('')
  const copy = async () => {
    // The same text again would be no news for a screen reader.
    setNews('')
    try {
      // Without https there is no clipboard at all.
      await navigator.clipboard.writeText(text)
      setNews(words.copied)
    } catch {
      setNews(words.notCopied)
    }
  }
  return (
    <>
      <Button onClick={copy}>{children}</Button>
      <span role="status" className="self-center text-small font-medium">
        {news}
      </span>
    </>
  )
}
