import { useQuery } from '@tanstack/react-query'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { NotConfirmedError } from '../session/keeper.ts'
import { useCancelEmail } from './changes.ts'
import { pendingEmailQuery } from './queries.ts'

/** The change of address that waits for its link, and a way out of it. */
export function PendingEmail({ onCancelled }: { onCancelled: () => void }) {
  const { account: words } = useWords()
  const { data: pending } = useQuery(pendingEmailQuery)
  const cancel = useCancelEmail()
  const { error } = cancel
  if (!pending) return null
  return (
    <div className="mb-4 border-s-2 border-accent ps-4 text-small">
      <p>
        {rich(
          words.pending(
            <strong className="font-medium wrap-anywhere">
              <bdi>{pending.email}</bdi>
            </strong>,
            <ExactTime instant={pending.expiresAt} />,
          ),
        )}
      </p>
      <Button
        className="mt-2"
        busy={cancel.isPending}
        working={words.cancelling}
        onClick={() => cancel.mutate(undefined, { onSuccess: onCancelled })}
      >
        {words.cancelEmail}
      </Button>
      <p role="alert" className="pt-1 text-loss empty:pt-0">
        {error && !(error instanceof NotConfirmedError) ? failure(error) : undefined}
      </p>
    </div>
  )
}
