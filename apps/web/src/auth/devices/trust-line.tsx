import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { useRef } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useEndTrust } from './changes.ts'
import { nameOf } from './describe-client.ts'

interface Props {
  session: ListedSession
  /** The element that gets the focus once the line has gone. */
  nextFocusId: string
}

/** Says that the device is not asked for the second factor, and lets the person end that. */
export function TrustLine({ session, nextFocusId }: Props) {
  const { clients, devices: words } = useWords()
  const toast = useToast()
  const button = useRef<HTMLButtonElement>(null)
  const { mutate, isPending, error } = useEndTrust()
  const { trustedUntil } = session
  if (!trustedUntil) return null
  const name = nameOf(clients, session)
  const send = () =>
    mutate(session, {
      onSuccess() {
        if (document.activeElement === button.current) document.getElementById(nextFocusId)?.focus()
        toast({ text: rich(words.trustEnded(<bdi key="name">{name}</bdi>)), icon: 'check' })
      },
    })
  return (
    <>
      <p className="mt-2 flex flex-wrap items-center gap-x-1 text-small text-soft">
        {rich(words.trusted(<ExactTime key="until" instant={trustedUntil} />))}
        <Button
          look="quiet"
          ref={button}
          busy={isPending}
          working={words.endingTrust}
          aria-label={isPending ? undefined : words.endTrustOf(name)}
          onClick={send}
          className="-ms-3 sm:ms-0"
        >
          {words.endTrust}
        </Button>
      </p>
      {error && (
        <p role="alert" className="text-small text-loss">
          {failure(error)}
        </p>
      )}
    </>
  )
}
