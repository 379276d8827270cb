import { useQuery } from '@tanstack/react-query'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { NotConfirmedError } from '../session/keeper.ts'
import { useCancelEmail, useChangeEmail } from './changes.ts'
import { pendingEmailQuery } from './queries.ts'

/** The change of address that waits for its link, and a way out of it. */
export function PendingEmail({ onCancelled }: { onCancelled: () => void }) {
  const { account: words } = useWords()
  const { data: pending } = useQuery(pendingEmailQuery)
  const cancel = useCancelEmail()
  const again = useChangeEmail()
  const toast = useToast()
  const error = cancel.error ?? again.error
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
      <div className="mt-2 flex flex-wrap gap-2">
        <Button
          busy={again.isPending}
          working={words.sending}
          onClick={() => {
            cancel.reset()
            again.mutate(pending.email, {
              onSuccess: email => toast({ text: words.sentAgain(email), icon: 'mail' }),
            })
          }}
        >
          {words.sendLinkAgain}
        </Button>
        <Button
          busy={cancel.isPending}
          working={words.cancelling}
          onClick={() => {
            again.reset()
            cancel.mutate(undefined, { onSuccess: onCancelled })
          }}
        >
          {words.cancelEmail}
        </Button>
      </div>
      <p role="alert" className="pt-1 text-loss empty:pt-0">
        {error && !(error instanceof NotConfirmedError) ? failure(error) : undefined}
      </p>
    </div>
  )
}
