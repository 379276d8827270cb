import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { Badge } from '../../platform/ui/badge.tsx'
import { Cell, Column, Row, RowHeading, Table } from '../../platform/ui/table.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { clientOf, type Sentences, sentenceOf } from './sentences.ts'

const columns = (
  <>
    <Column>What</Column>
    <Column>When</Column>
    <Column>Where</Column>
  </>
)

/** Each row heading has the id of its event, so that the page can focus it. */
export const ActivityTable = ({ events, sentences }: { events: ActivityEvent[]; sentences: Sentences }) => (
  <Table caption="What happened to your account, newest first" columns={columns} className="mt-8">
    {events.map(event => (
      <ActivityRow key={event.id} event={event} sentence={sentenceOf(sentences, event)} />
    ))}
  </Table>
)

function ActivityRow({ event, sentence }: { event: ActivityEvent; sentence: string }) {
  const client = clientOf(event)
  return (
    <Row>
      <RowHeading id={event.id} className="text-body font-medium">
        {sentence}
      </RowHeading>
      <Cell className="text-soft sm:py-4 sm:whitespace-nowrap sm:pr-4 first-letter:uppercase">
        <ExactTime instant={event.at} />
      </Cell>
      <Cell className="text-soft sm:py-4">
        <span className="sm:whitespace-nowrap">
          {client && <span className="mr-2.5">{client}</span>}
          {event.current && <Badge>This session</Badge>}
        </span>
        <span className="block wrap-anywhere">{event.ip ?? 'Address not known'}</span>
      </Cell>
    </Row>
  )
}
