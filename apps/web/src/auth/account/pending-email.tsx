import type { PendingEmail } from '@latchkey/contracts/auth/account'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { NotConfirmedError } from '../session/keeper.ts'
import { useCancelEmail, useChangeEmail } from './changes.ts'

/** Says that a change of address waits for its link. */
export function PendingText({ pending: { email, expiresAt } }: { pending: PendingEmail }) {
  const { account: words } = useWords()
  const address = (
    <strong className="font-medium wrap-anywhere">
      <bdi>{email}</bdi>
    </strong>
  )
  return rich(words.pending(address, <ExactTime instant={expiresAt} />))
}

interface Props {
  pending: PendingEmail
  onCancelled: () => void
  /** Shows the form for another address, if it does not show yet. */
  onAnother: (() => void) | undefined
}

/** The ways on, and out of it. */
export function PendingActions({ pending, onCancelled, onAnother }: Props) {
  const { account: words } = useWords()
  const cancel = useCancelEmail()
  const again = useChangeEmail()
  const toast = useToast()
  const error = cancel.error ?? again.error
  return (
    <>
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
        {onAnother && (
          <Button look="quiet" className="-ms-3" onClick={onAnother}>
            {words.anotherEmail}
          </Button>
        )}
      </div>
      <p role="alert" className="pt-1 text-loss empty:pt-0">
        {error && !(error instanceof NotConfirmedError) ? failure(error) : undefined}
      </p>
    </>
  )
}
