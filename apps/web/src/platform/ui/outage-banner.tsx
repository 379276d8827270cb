import { useQueryClient } from '@tanstack/react-query'
import { useWords } from '../../platform/words/use-words.ts'
import { askAgain, useOutage } from '../outage.ts'
import { Button } from './button.tsx'
import { ProblemIcon } from './problem-icon.tsx'
import { focusStartAfter } from './use-heading-focus.ts'

/** Says during an outage that the server can't be reached. It covers the foot of the page, so nothing moves. */
export function OutageBanner({ signedIn }: { signedIn: boolean }) {
  const queryClient = useQueryClient()
  const outage = useOutage()
  const { ui } = useWords()
  return (
    <div role="status" className="fixed inset-x-0 bottom-0 z-10 flex justify-center sm:bottom-6">
      {outage && (
        <div className="flex w-full max-w-[44rem] flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-warning bg-raised px-4 py-3 shadow-lift sm:mx-6 sm:w-auto sm:rounded-md sm:border sm:ps-5">
          <p className="flex gap-2.5 text-small">
            <ProblemIcon className="text-warning" />
            <span className="min-w-0">{signedIn ? ui.outageSignedIn : ui.outage}</span>
          </p>
          <Button ref={focusStartAfter} onClick={() => void askAgain(queryClient)}>
            {ui.tryAgain}
          </Button>
        </div>
      )}
    </div>
  )
}
