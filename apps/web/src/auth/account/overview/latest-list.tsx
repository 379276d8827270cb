import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { TimeAgo } from '../../../platform/ui/time.tsx'
import { EventLine } from '../../activity/event-line.tsx'

export const LatestList = ({ events }: { events: ListedEvent[] }) => (
  <ul className="mt-2 border-t border-line">
    {events.map(event => (
      <li key={event.id} className="flex items-start gap-3 border-b border-line py-3">
        <EventLine
          event={event}
          before={
            <span className="inline-block first-letter:uppercase">
              <TimeAgo instant={event.at} />
            </span>
          }
        />
      </li>
    ))}
  </ul>
)
