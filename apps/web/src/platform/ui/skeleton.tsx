import { useWords } from '../../platform/words/use-words.ts'
import { MainArea } from './layout/main-area.tsx'
import { Wordmark } from './wordmark.tsx'

/** A placeholder while a page's content loads. The router shows it after 300 ms. */
export function Skeleton() {
  const { ui } = useWords()
  return (
    <div role="status" className="motion-safe:animate-pulse">
      <span className="sr-only">{ui.loading}</span>
      <div className="h-9 w-56 max-w-full rounded-md bg-sunken" />
      <div className="mt-8 border-t border-line *:border-b *:border-line">
        {[0, 1, 2].map(row => (
          <div key={row} className="py-4">
            <div className="h-5 w-44 max-w-full rounded-md bg-sunken" />
            <div className="mt-2 h-4 w-64 max-w-full rounded-md bg-sunken" />
          </div>
        ))}
      </div>
    </div>
  )
}

/** The placeholder of a page, as a whole page if its layout is not known yet. */
export function Pending({ hasLayout }: { hasLayout: boolean }) {
  if (hasLayout) return <Skeleton />
  return (
    <>
      <div className="border-b border-line">
        <div className="mx-auto flex min-h-14 max-w-[47rem] items-center px-4 sm:px-6">
          <Wordmark />
        </div>
      </div>
      <MainArea className="mx-auto max-w-[47rem] px-4 pt-10 sm:px-6 sm:pt-14">
        <Skeleton />
      </MainArea>
    </>
  )
}
