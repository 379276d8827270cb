import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { Badge } from '../../platform/ui/badge.tsx'
import { Cell, Column, Row, RowHeading, Table } from '../../platform/ui/table.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { clientOf, sentenceOf } from './sentences.ts'

/** Each row heading has the id of its event, so that the page can focus it. */
export function ActivityTable({ events }: { events: ActivityEvent[] }) {
  const { activity: words } = useWords()
  const columns = (
    <>
      <Column>{words.what}</Column>
      <Column>{words.when}</Column>
      <Column>{words.where}</Column>
    </>
  )
  return (
    <Table caption={words.caption} columns={columns} className="mt-8">
      {events.map(event => (
        <ActivityRow key={event.id} event={event} />
      ))}
    </Table>
  )
}

function ActivityRow({ event }: { event: ActivityEvent }) {
  const { activity: words, clients } = useWords()
  const client = clientOf(clients, event)
  return (
    <Row>
      <RowHeading id={event.id} className="text-body font-medium">
        {sentenceOf(words, event)}
      </RowHeading>
      <Cell className="text-soft sm:py-4 sm:whitespace-nowrap sm:pe-4 first-letter:uppercase">
        <ExactTime instant={event.at} />
      </Cell>
      <Cell className="text-soft sm:py-4">
        <span className="sm:whitespace-nowrap">
          {client && <span className="me-2.5">{client}</span>}
          {event.current && <Badge>{words.thisSession}</Badge>}
        </span>
        <span className="block wrap-anywhere">{event.ip ?? words.noAddress}</span>
      </Cell>
    </Row>
  )
}
