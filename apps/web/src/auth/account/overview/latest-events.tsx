import type { ActivityEvent } from '@latchkey/contracts/auth/audit-log'
import { pages } from '@latchkey/contracts/pages'
import { TextLink } from '../../../platform/ui/text-link.tsx'
import { TimeAgo } from '../../../platform/ui/time.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { clientOf, sentenceOf } from '../../activity/sentences.ts'

export function LatestEvents({ events }: { events: ActivityEvent[] }) {
  const { overview: words, activity, clients } = useWords()
  return (
    <section aria-labelledby="latest" className="mt-12">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <h2 id="latest" className="text-title">
          {words.latest}
        </h2>
        <p className="text-small">
          <TextLink to={pages.activity}>{words.allActivity}</TextLink>
        </p>
      </div>
      {events.length === 0 ? (
        <p className="mt-2 border-t border-line pt-4 text-soft">{words.nothingYet}</p>
      ) : (
        <ul className="mt-2 border-t border-line">
          {events.map(event => (
            <li
              key={event.id}
              className="border-b border-line py-3 sm:flex sm:items-baseline sm:justify-between sm:gap-x-6"
            >
              <p>{sentenceOf(activity, event)}</p>
              <p className="text-small text-soft">
                <span className="inline-block first-letter:uppercase">
                  <TimeAgo instant={event.at} />
                </span>
                {clientOf(clients, event) && <span>, {clientOf(clients, event)}</span>}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
