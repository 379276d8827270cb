import type { ActivityEvent } from '@latchkey/contracts/activity'
import { Badge } from '../ui/badge.tsx'
import { ExactTime } from '../ui/time.tsx'
import { deviceOf, sentenceOf } from './sentences.ts'

/** A table where there is room for one; on a phone each row is a card. */
export function ActivityTable({ events }: { events: ActivityEvent[] }) {
  return (
    <table className="mt-8 block w-full text-left text-small sm:table">
      <caption className="sr-only">What happened to your account, newest first</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="border-b border-line text-soft">
          <th scope="col" className="py-2 pr-4 font-normal">
            What
          </th>
          <th scope="col" className="py-2 pr-4 font-normal">
            When
          </th>
          <th scope="col" className="py-2 font-normal">
            Where
          </th>
        </tr>
      </thead>
      <tbody className="block border-t border-line sm:table-row-group sm:border-0">
        {events.map(event => (
          <ActivityRow key={event.id} event={event} />
        ))}
      </tbody>
    </table>
  )
}

function ActivityRow({ event }: { event: ActivityEvent }) {
  const device = deviceOf(event)
  return (
    <tr className="grid border-b border-line py-4 sm:table-row sm:py-0">
      <th scope="row" className="text-body font-medium sm:py-4 sm:pr-4">
        {sentenceOf(event)}
      </th>
      <td className="text-soft sm:first-letter:uppercase sm:py-4 sm:pr-4 sm:align-top">
        <ExactTime instant={event.at} />
      </td>
      <td className="text-soft sm:py-4 sm:align-top">
        {device && <span className="mr-2.5">{device}</span>}
        {event.current && <Badge>This session</Badge>}
        <span className="block break-all">{event.ip ?? 'Address not known'}</span>
      </td>
    </tr>
  )
}
