import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import type { ComponentProps } from 'react'
import { TimeAgo } from '../../platform/ui/time.tsx'
import { EventLine } from './event-line.tsx'

type Props = { event: ListedEvent } & Pick<ComponentProps<'li'>, 'id' | 'tabIndex'>

/** An event in a plain list, with the time since. */
export const EventRow = ({ event, ...row }: Props) => (
  <li {...row} className="flex items-start gap-3 border-b border-line py-3">
    <EventLine
      event={event}
      before={
        <span className="inline-block first-letter:uppercase">
          <TimeAgo instant={event.at} />
        </span>
      }
    />
  </li>
)
