import { type ReactNode, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'

/** Copies a text, and says whether that worked. */
export function CopyButton({ text, children }: { text: string; children: ReactNode }) {
  const { factors: words } = useWords()
  const [news, setNews] = useState('')
  const copy = async () => {
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    setNews(isCopied ? words.copied : words.notCopied)
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
