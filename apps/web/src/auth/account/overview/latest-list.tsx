import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { EventRow } from '../../activity/event-row.tsx'

export const LatestList = ({ events }: { events: ListedEvent[] }) => (
  <ul className="mt-2 border-t border-line">
    {events.map(event => (
      <EventRow key={event.id} event={event} />
    ))}
  </ul>
)
