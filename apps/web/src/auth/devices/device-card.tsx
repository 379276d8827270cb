import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { pages } from '@latchkey/contracts/pages'
import { type ReactNode, useState } from 'react'
import { Link } from '../../platform/router/link.tsx'
import { Badge } from '../../platform/ui/badge.tsx'
import { Button } from '../../platform/ui/button.tsx'
import { useFocusBack } from '../../platform/ui/use-focus-back.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { nameOf } from './describe-client.ts'
import { DeviceFacts } from './device-facts.tsx'
import { DeviceFrame } from './device-frame.tsx'
import { RenameDeviceForm } from './rename-device-form.tsx'
import { TrustLine } from './trust-line.tsx'

interface Props {
  session: ListedSession
  isNew?: boolean
  /** What to do with it, at the end of its actions. */
  children?: ReactNode
  /** What went wrong with it. */
  problem?: ReactNode
}

/** A device on which the person is signed in. */
export function DeviceCard({ session, isNew = false, children, problem }: Props) {
  const { clients, devices: words } = useWords()
  const [renames, setRenames] = useState(false)
  const name = nameOf(clients, session)
  const renameId = `rename-${session.id}`
  useFocusBack(renames, renameId)
  return (
    <DeviceFrame
      session={session}
      badge={isNew && <Badge>{words.isNew}</Badge>}
      facts={
        <>
          <DeviceFacts session={session} />
          <TrustLine session={session} nextFocusId={renameId} />
          {problem && (
            <p role="alert" className="mt-2 text-small text-loss">
              {problem}
            </p>
          )}
        </>
      }
    >
      {renames ? (
        <div className="col-span-2 sm:col-span-1 sm:col-start-2">
          <RenameDeviceForm session={session} onClose={() => setRenames(false)} />
        </div>
      ) : (
        <div className="col-span-2 mt-3 flex flex-wrap items-center justify-between sm:contents">
          <div className="-ms-3 flex flex-wrap sm:col-start-2 sm:-mb-3">
            {session.deviceId && (
              <>
                <Button look="quiet" id={renameId} aria-label={words.renameOf(name)} onClick={() => setRenames(true)}>
                  {words.rename}
                </Button>
                <Link
                  to={pages.activity}
                  search={{ device: session.deviceId }}
                  aria-label={words.activityOf(name)}
                  className={quietLink}
                >
                  {words.activity}
                </Link>
              </>
            )}
          </div>
          <div className="flex flex-wrap items-center gap-x-1 sm:col-start-3 sm:row-start-1 sm:ms-auto">{children}</div>
        </div>
      )}
    </DeviceFrame>
  )
}

/** A link that looks as the quiet button beside it. */
const quietLink =
  'inline-flex min-h-11 items-center rounded-md px-3 text-small font-medium underline decoration-edge decoration-1 underline-offset-4 hover:decoration-2'
