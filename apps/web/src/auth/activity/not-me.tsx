import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { pages } from '@latchkey/contracts/pages'
import { useId, useState } from 'react'
import { addressOf } from '../../platform/router/link.tsx'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useRevokeOtherSessions } from '../devices/changes.ts'
import { letNobodyIn } from './sentences.ts'

/** What a signed-in person does about something that they did not do. It happens at once, unlike the sign-out of one device. */
export function NotMe({ event }: { event: ActivityEvent }) {
  const { activity: words } = useWords()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="mt-4">
      <Button aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {words.notMe}
      </Button>
      <div
        id={id}
        hidden={!open}
        className="mt-3 max-w-[34rem] rounded-md bg-warning-tint p-4 text-small text-ink forced-colors:border"
      >
        {letNobodyIn(event) ? <Refused /> : <LockOut />}
      </div>
    </div>
  )
}

function Refused() {
  const { activity: words } = useWords()
  return (
    <>
      <p>{words.notMeRefused}</p>
      {/* The link is taller than its text. */}
      <p className="-mb-2">
        <TextLink to={pages.settings} part="password">
          {words.notMePassword}
        </TextLink>
      </p>
    </>
  )
}

function LockOut() {
  const { activity: words, devices } = useWords()
  const toast = useToast()
  const { navigate } = useRouter()
  const { mutate, isPending, error } = useRevokeOtherSessions()
  return (
    <>
      <p>{words.notMeText}</p>
      <p role="alert" className="text-loss empty:hidden">
        {error && failure(error)}
      </p>
      <Button
        look="main"
        className="mt-3 py-2"
        busy={isPending}
        working={words.notMeWorking}
        onClick={() =>
          mutate(undefined, {
            onSuccess(count) {
              toast({ text: count === 0 ? devices.noneOut : devices.areOut(count), icon: 'check' })
              void navigate({ to: addressOf({ to: pages.settings, part: 'password' }) })
            },
          })
        }
      >
        {words.notMeAction}
      </Button>
    </>
  )
}
