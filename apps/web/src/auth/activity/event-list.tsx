import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { Badge } from '../../platform/ui/badge.tsx'
import { Icon } from '../../platform/ui/icons/icon.tsx'
import { useInstants, useNow } from '../../platform/ui/time.tsx'
import { rich, useLocale, useWords } from '../../platform/words/use-words.ts'
import { placeName } from '../devices/describe-client.ts'
import { EventDetails } from './event-details.tsx'
import { clientOf, deviceOf, isRefusal, storyOf, symbolOf } from './sentences.ts'

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
  const { activity: words, clients } = useWords()
  const locale = useLocale()
  const { time } = useInstants()
  const device = deviceOf(clients, event)
  const story = storyOf(words, event, device && <bdi key="device">{device}</bdi>)
  const by = clientOf(clients, event)
  const where = event.place ? placeName(locale, event.place) : event.ip
  // A sentence that names the device need not be followed by the same name.
  const second = [story.length > 1 && by === device ? null : by, where].filter(Boolean).join(' · ')
  const refused = isRefusal(event)
  return (
    <details className="group">
      <summary
        id={event.id}
        className="-mx-2 flex min-h-14 cursor-pointer list-none items-start gap-3 rounded-md px-2 py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden"
      >
        <span
          className={`grid size-9 shrink-0 place-items-center rounded-full forced-colors:border ${refused ? 'bg-warning-tint text-warning' : 'bg-sunken text-soft'}`}
        >
          <Icon name={symbolOf(event)} />
        </span>
        <span className="min-w-0 flex-1 wrap-anywhere">
          <span className="me-2 font-medium">{rich(story)}</span>
          {refused && (
            <span className="me-2 inline-block rounded-md bg-warning-tint px-2 text-small font-medium text-warning forced-colors:border">
              {words.refused}
            </span>
          )}
          {(second || event.current) && (
            <span className="block text-small text-soft">
              {second}
              {event.current && (
                <>
                  {second && ' '}
                  <Badge>{words.thisSession}</Badge>
                </>
              )}
            </span>
          )}
        </span>
        <time dateTime={event.at} className="shrink-0 pt-0.5 text-small text-soft tabular-nums">
          {time(event.at)}
        </time>
        <Icon name="chevron-down" className="mt-0.5 text-soft transition-transform group-open:rotate-180" />
      </summary>
      <EventDetails event={event} />
    </details>
  )
}
