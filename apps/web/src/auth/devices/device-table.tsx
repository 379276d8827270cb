import type { Session } from '@latchkey/contracts/auth/sessions'
import { Badge } from '../../platform/ui/badge.tsx'
import { Button } from '../../platform/ui/button.tsx'
import { Cell, Column, Row, RowHeading, Table } from '../../platform/ui/table.tsx'
import { ExactTime, TimeAgo } from '../../platform/ui/time.tsx'
import { describeClient } from './describe-client.ts'

interface Props {
  sessions: Session[]
  onSignOut: (session: Session) => void
}

const columns = (
  <>
    <Column>Device</Column>
    <Column>Last seen</Column>
    <Column>Signed in</Column>
    <Column>
      <span className="sr-only">Action</span>
    </Column>
  </>
)

export const DeviceTable = ({ sessions, onSignOut }: Props) => (
  <Table caption="Devices that are signed in" columns={columns} className="mt-2">
    {sessions.map(session => (
      <DeviceRow key={session.id} session={session} onSignOut={() => onSignOut(session)} />
    ))}
  </Table>
)

function DeviceRow({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const name = describeClient(session)
  return (
    <Row className="gap-x-4 min-[19rem]:grid-cols-[minmax(0,1fr)_auto]">
      <RowHeading className="font-normal">
        <span className="mr-2.5 text-body font-medium">{name}</span>
        {session.current && <Badge>This device</Badge>}
        <span className="block wrap-anywhere text-soft">{session.ip ?? 'Address not known'}</span>
      </RowHeading>
      <Cell className="col-start-1 text-soft sm:py-4 sm:pr-4 first-letter:uppercase">
        <span className="sm:hidden">last seen </span>
        <TimeAgo instant={session.lastSeenAt} />
      </Cell>
      <Cell className="col-start-1 text-soft sm:py-4 sm:pr-4 first-letter:uppercase">
        <span className="sm:hidden">signed in </span>
        <ExactTime instant={session.createdAt} />
      </Cell>
      <Cell className="pt-3 min-[19rem]:col-start-2 min-[19rem]:row-start-1 min-[19rem]:row-end-4 min-[19rem]:self-start min-[19rem]:pt-0 sm:py-3 sm:text-right">
        <Button
          onClick={onSignOut}
          aria-label={`Sign out ${name}, ${session.ip ?? 'address not known'}`}
          className="whitespace-nowrap"
        >
          Sign out
        </Button>
      </Cell>
    </Row>
  )
}
