import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { pages } from '@latchkey/contracts/pages'
import { useLazyPart } from '../../../platform/lazy-part.ts'
import { failure } from '../../../platform/ui/failure.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { Part } from './part.tsx'

/** At the end of the page, so the sentences about events load after the rest. */
export function LatestEvents({ events }: { events: ListedEvent[] }) {
  const { overview: words } = useWords()
  return (
    <Part id="latest" title={words.latest} more={{ to: pages.activity, label: words.allActivity }}>
      {events.length === 0 ? (
        <p className="mt-2 border-t border-line pt-4 text-soft">{words.nothingYet}</p>
      ) : (
        // The person has this device in hand, so that it was new is no news here.
        <List events={events.map(event => (event.current ? { ...event, newDevice: false } : event))} />
      )}
    </Part>
  )
}

function List({ events }: { events: ListedEvent[] }) {
  const { data: LatestList, error } = useLazyPart('latest-events', loadList, 'activity')
  if (LatestList) return <LatestList events={events} />
  if (error) return <p className="mt-2 border-t border-line pt-4 text-loss">{failure(error)}</p>
  // As high as the list, so that nothing moves.
  return (
    <div className="mt-2 border-t border-line">
      {events.map(({ id }) => (
        <div key={id} className="h-18 border-b border-line" />
      ))}
    </div>
  )
}

const loadList = async () => (await import('./latest-list.tsx')).LatestList
