import type { Session } from '@latchkey/contracts/auth/sessions'
import { Badge } from '../../platform/ui/badge.tsx'
import { Button } from '../../platform/ui/button.tsx'
import { Cell, Column, Row, RowHeading, Table } from '../../platform/ui/table.tsx'
import { ExactTime, TimeAgo } from '../../platform/ui/time.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { describeClient } from './describe-client.ts'

interface Props {
  sessions: Session[]
  onSignOut: (session: Session) => void
}

export function DeviceTable({ sessions, onSignOut }: Props) {
  const { devices: words } = useWords()
  const columns = (
    <>
      <Column>{words.device}</Column>
      <Column>{words.lastSeen}</Column>
      <Column>{words.signedIn}</Column>
      <Column>
        <span className="sr-only">{words.action}</span>
      </Column>
    </>
  )
  return (
    <Table caption={words.caption} columns={columns} className="mt-2">
      {sessions.map(session => (
        <DeviceRow key={session.id} session={session} onSignOut={() => onSignOut(session)} />
      ))}
    </Table>
  )
}

function DeviceRow({ session, onSignOut }: { session: Session; onSignOut: () => void }) {
  const { clients, devices: words } = useWords()
  const name = describeClient(clients, session)
  return (
    <Row className="gap-x-4 min-[19rem]:grid-cols-[minmax(0,1fr)_auto]">
      <RowHeading className="font-normal">
        <span className="me-2.5 text-body font-medium">{name}</span>
        {session.current && <Badge>{words.thisDevice}</Badge>}
        <span className="block wrap-anywhere text-soft">{session.ip ?? words.noAddress}</span>
      </RowHeading>
      <Cell className="col-start-1 text-soft sm:py-4 sm:pe-4 first-letter:uppercase">
        <span className="sm:hidden">{words.lastSeenBefore} </span>
        <TimeAgo instant={session.lastSeenAt} />
      </Cell>
      <Cell className="col-start-1 text-soft sm:py-4 sm:pe-4 first-letter:uppercase">
        <span className="sm:hidden">{words.signedInBefore} </span>
        <ExactTime instant={session.createdAt} />
      </Cell>
      <Cell className="pt-3 min-[19rem]:col-start-2 min-[19rem]:row-start-1 min-[19rem]:row-end-4 min-[19rem]:self-start min-[19rem]:pt-0 sm:py-3 sm:text-end">
        <Button onClick={onSignOut} aria-label={words.signOutOf(name, session.ip)} className="whitespace-nowrap">
          {words.signOut}
        </Button>
      </Cell>
    </Row>
  )
}
