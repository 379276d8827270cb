import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { pages } from '@latchkey/contracts/pages'
import { TimeAgo } from '../../../platform/ui/time.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { EventLine } from '../../activity/event-line.tsx'
import { Part } from './part.tsx'

export function LatestEvents({ events }: { events: ListedEvent[] }) {
  const { overview: words } = useWords()
  return (
    <Part id="latest" title={words.latest} more={{ to: pages.activity, label: words.allActivity }}>
      {events.length === 0 ? (
        <p className="mt-2 border-t border-line pt-4 text-soft">{words.nothingYet}</p>
      ) : (
        <ul className="mt-2 border-t border-line">
          {events.map(event => (
            <li key={event.id} className="flex items-start gap-3 border-b border-line py-3">
              <EventLine
                // The person has this device in hand, so that it was new is no news here.
                event={event.current ? { ...event, newDevice: false } : event}
                before={
                  <span className="inline-block first-letter:uppercase">
                    <TimeAgo instant={event.at} />
                  </span>
                }
              />
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
