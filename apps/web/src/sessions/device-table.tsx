import type { Session } from '@latchkey/contracts/sessions'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ExactTime, TimeAgo } from '../ui/time.tsx'
import { deviceName } from './device-name.ts'

interface Props {
  sessions: Session[]
  onSignOut: (session: Session) => void
}

/** A table where there is room for one; on a phone each row is a card. */
export function DeviceTable({ sessions, onSignOut }: Props) {
  return (
    <table className="mt-2 block w-full text-left text-small sm:table">
      <caption className="sr-only">Devices that are signed in</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="border-b border-line text-soft">
          <th scope="col" className="py-2 pr-4 font-normal">
            Device
          </th>
          <th scope="col" className="py-2 pr-4 font-normal">
            Last seen
          </th>
          <th scope="col" className="py-2 pr-4 font-normal">
            Signed in
          </th>
          <th scope="col" className="py-2">
            <span className="sr-only">Action</span>
          </th>
        </tr>
      </thead>
      <tbody className="block border-t border-line sm:table-row-group sm:border-0">
        {sessions.map(session => (
          <DeviceRow key={session.id} session={session} onSignOut={() => onSignOut(session)} />
        ))}
      </tbody>
    </table>
  )
}

function DeviceRow({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const name = deviceName(session)
  return (
    <tr className="grid grid-cols-[1fr_auto] gap-x-4 border-b border-line py-4 sm:table-row sm:py-0">
      <th scope="row" className="font-normal sm:py-4 sm:pr-4">
        <span className="mr-2.5 text-body font-medium">{name}</span>
        {session.current && <Badge>This device</Badge>}
        <span className="block break-all text-soft">{session.ip ?? 'Address not known'}</span>
      </th>
      <td className="col-start-1 text-soft sm:first-letter:uppercase sm:py-4 sm:pr-4 sm:align-top">
        <span className="sm:hidden">last seen </span>
        <TimeAgo instant={session.lastSeenAt} />
      </td>
      <td className="col-start-1 text-soft sm:first-letter:uppercase sm:py-4 sm:pr-4 sm:align-top">
        <span className="sm:hidden">signed in </span>
        <ExactTime instant={session.createdAt} />
      </td>
      <td className="col-start-2 row-start-1 row-end-4 self-start sm:py-3 sm:text-right sm:align-top">
        <Button onClick={onSignOut} aria-label={`Sign out ${name}, ${session.ip ?? 'address not known'}`}>
          Sign out
        </Button>
      </td>
    </tr>
  )
}
