import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { pages } from '@latchkey/contracts/pages'
import { TimeAgo } from '../../../platform/ui/time.tsx'
import { rich, useWords } from '../../../platform/words/use-words.ts'
import { clientOf, deviceOf, storyOf } from '../../activity/sentences.ts'
import { Part } from './part.tsx'

export function LatestEvents({ events }: { events: ListedEvent[] }) {
  const { overview: words, activity, clients } = useWords()
  const nameIn = (event: ListedEvent) => {
    const device = deviceOf(clients, event)
    return device && <bdi key="device">{device}</bdi>
  }
  // A sentence that names the device need not be followed by the same name.
  const byIn = (event: ListedEvent) => {
    const by = clientOf(clients, event)
    return storyOf(activity, event, nameIn(event)).length > 1 && by === deviceOf(clients, event) ? null : by
  }
  return (
    <Part id="latest" title={words.latest} more={{ to: pages.activity, label: words.allActivity }}>
      {events.length === 0 ? (
        <p className="mt-2 border-t border-line pt-4 text-soft">{words.nothingYet}</p>
      ) : (
        <ul className="mt-2 border-t border-line">
          {events.map(event => (
            <li
              key={event.id}
              className="border-b border-line py-3 sm:flex sm:items-baseline sm:justify-between sm:gap-x-6"
            >
              <p className="wrap-anywhere">{rich(storyOf(activity, event, nameIn(event)))}</p>
              <p className="text-small text-soft">
                <span className="inline-block first-letter:uppercase">
                  <TimeAgo instant={event.at} />
                </span>
                {byIn(event) && <span>, {byIn(event)}</span>}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
