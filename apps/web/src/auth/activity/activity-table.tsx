import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { Badge } from '../../platform/ui/badge.tsx'
import { Cell, Column, Row, RowHeading, Table } from '../../platform/ui/table.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { deviceOf, sentenceOf } from './sentences.ts'

const columns = (
  <>
    <Column>What</Column>
    <Column>When</Column>
    <Column>Where</Column>
  </>
)

/** The heading of an event's row has the event's id. */
export const ActivityTable = ({ events }: { events: ActivityEvent[] }) => (
  <Table caption="What happened to your account, newest first" columns={columns} className="mt-8">
    {events.map(event => (
      <ActivityRow key={event.id} event={event} />
    ))}
  </Table>
)

function ActivityRow({ event }: { event: ActivityEvent }) {
  const device = deviceOf(event)
  return (
    <Row>
      <RowHeading id={event.id} className="text-body font-medium">
        {sentenceOf(event)}
      </RowHeading>
      <Cell className="text-soft whitespace-nowrap sm:py-4 sm:pr-4 sm:first-letter:uppercase">
        <ExactTime instant={event.at} />
      </Cell>
      <Cell className="text-soft sm:py-4">
        <span className="sm:whitespace-nowrap">
          {device && <span className="mr-2.5">{device}</span>}
          {event.current && <Badge>This session</Badge>}
        </span>
        <span className="block break-all">{event.ip ?? 'Address not known'}</span>
      </Cell>
    </Row>
  )
}
