import { useEffect, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { EventRow } from '../activity/event-row.tsx'
import { Failed } from './failed.tsx'
import { Part } from './part.tsx'
import { usePersonActivity } from './queries.ts'

/** What happened to the person's account, newest first. */
export function PersonActivity({ id }: { id: string }) {
  const { admin: words } = useWords()
  const activity = usePersonActivity(id)
  const { data, error, hasNextPage, isFetching, isFetchingNextPage } = activity
  const events = data?.pages.flatMap(({ events }) => events)
  const [added, setAdded] = useState<{ id: string | undefined; count: number }>()
  // The pressed button may be gone, so focus the first new row.
  useEffect(() => {
    if (added?.id) document.getElementById(added.id)?.focus()
  }, [added])

  async function more() {
    const { data, isError } = await activity.fetchNextPage()
    const next = data?.pages.at(-1)?.events ?? []
    if (!isError && next.length > 0) setAdded({ id: next[0]?.id, count: next.length })
  }
  return (
    <Part title={words.activity} intro={words.activityIntro}>
      {events?.length === 0 && <p className="mt-3 border-t border-line pt-4 text-soft">{words.nothing}</p>}
      <ul className="mt-3 border-t border-line empty:hidden">
        {events?.map(event => (
          <EventRow key={event.id} event={event} id={event.id} tabIndex={-1} />
        ))}
      </ul>
      {error && <Failed error={error} busy={isFetching} again={() => void activity.refetch()} />}
      <p role="status" className="sr-only">
        {added && words.more(added.count)}
      </p>
      {hasNextPage && !error && (
        <Button className="mt-6" busy={isFetchingNextPage} working={words.loading} onClick={more}>
          {words.loadMore}
        </Button>
      )}
    </Part>
  )
}
