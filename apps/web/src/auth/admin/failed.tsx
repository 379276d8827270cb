import { ApiError } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { focusPartAfter } from '../../platform/ui/focus-part-after.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { NotConfirmedError } from '../session/keeper.ts'

/** Whether the API says that there is nothing here: no such person, or the one who asks is no admin any more. */
export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.problem.code === 'not_found'

interface Props {
  error: unknown
  busy: boolean
  again: () => void
}

/** Says why something could not be loaded, and tries again. */
export function Failed({ error, busy, again }: Props) {
  const { admin: words, ui } = useWords()
  return (
    <>
      <p role="status" className="mt-6 text-small">
        {error instanceof NotConfirmedError ? words.unproven : failure(error)}
      </p>
      <Button ref={focusPartAfter} look="main" className="mt-4" busy={busy} working={words.trying} onClick={again}>
        {ui.tryAgain}
      </Button>
    </>
  )
}
