import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { Icon } from '../../platform/ui/icons/icon.tsx'
import { useInstants, useNow } from '../../platform/ui/time.tsx'
import { EventDetails } from './event-details.tsx'
import { EventLine } from './event-line.tsx'

/** The events by day. The summary of each has the id of its event, so that the page can focus it. */
export function EventList({ events }: { events: ListedEvent[] }) {
  const now = useNow()
  const { day } = useInstants()
  return byDay(events, ({ at }) => day(at, now)).map(([name, events]) => (
    <section key={name} aria-labelledby={`day-of-${events[0]?.id}`} className="mt-8">
      <h2 id={`day-of-${events[0]?.id}`} className="text-small font-semibold text-soft">
        <time dateTime={events[0]?.at} className="inline-block first-letter:uppercase">
          {name}
        </time>
      </h2>
      <ul className="mt-2 border-t border-line">
        {events.map(event => (
          <li key={event.id} className="border-b border-line">
            <Entry event={event} />
          </li>
        ))}
      </ul>
    </section>
  ))
}

/** Not `Map.groupBy`, which older browsers lack. */
function byDay(events: ListedEvent[], dayOf: (event: ListedEvent) => string): [string, ListedEvent[]][] {
  const days = new Map<string, ListedEvent[]>()
  for (const event of events) days.set(dayOf(event), [...(days.get(dayOf(event)) ?? []), event])
  return [...days]
}

function Entry({ event }: { event: ListedEvent }) {
  const { time } = useInstants()
  return (
    <details className="group">
      <summary
        id={event.id}
        className="-mx-2 flex min-h-14 cursor-pointer list-none items-start gap-3 rounded-md px-2 py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        <EventLine event={event} />
        <time dateTime={event.at} className="shrink-0 pt-0.5 text-small text-soft tabular">
          {time(event.at)}
        </time>
        <Icon name="chevron-down" className="mt-0.5 text-soft transition-transform group-open:rotate-180" />
      </summary>
      <EventDetails event={event} />
    </details>
  )
}
