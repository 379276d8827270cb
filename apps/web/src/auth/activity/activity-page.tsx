import { pages } from '@latchkey/contracts/pages'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sentenceFor } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { Skeleton } from '../../platform/ui/skeleton.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { ActivityTable } from './activity-table.tsx'
import { activityQuery } from './queries.ts'

/** What happened to the account, by whose hand ever, so that its owner can see what was not theirs. */
export function ActivityPage() {
  const activity = useInfiniteQuery(activityQuery)
  const { data, error, hasNextPage, isFetching, isFetchingNextPage } = activity
  const events = data?.pages.flatMap(({ events }) => events)
  const [news, setNews] = useState('')
  const [firstAdded, setFirstAdded] = useState<string>()
  // The button that was pressed may be gone: what it brought is the place to be.
  useEffect(() => {
    if (firstAdded) document.getElementById(firstAdded)?.focus()
  }, [firstAdded])

  async function again() {
    const { data } = await activity.refetch()
    setFirstAdded(data?.pages[0]?.events[0]?.id)
  }
  async function more() {
    setNews('')
    const { data, isError } = await activity.fetchNextPage()
    const added = data?.pages.at(-1)?.events ?? []
    if (isError || added.length === 0) return
    setFirstAdded(added[0]?.id)
    setNews(`${added.length} more.`)
  }
  const end = events && !hasNextPage ? 'That is all that is kept.' : ''
  return (
    <>
      <PageHeading title="Activity">Activity</PageHeading>
      <p className="mt-2 text-soft">
        What happened to your account, newest first. If something was not you, change the password and sign out the
        device.
      </p>
      {events && <ActivityTable events={events} />}
      {!events && !activity.isFetched && <LateSkeleton />}
      <p role="status" className="mt-4 text-small">
        {error ? sentenceFor(error) : `${news} ${end}`.trim()}
      </p>
      {!events && activity.isFetched && (
        <Button look="main" className="mt-6" busy={isFetching} working="Trying…" onClick={again}>
          Try again
        </Button>
      )}
      {hasNextPage && (
        <Button className="mt-6" busy={isFetchingNextPage} working="Loading…" onClick={more}>
          Load more
        </Button>
      )}
      <p className="mt-8 text-small">
        <TextLink to={pages.devices}>See where you are signed in</TextLink>
      </p>
    </>
  )
}

/** Nothing for as long as a blink. */
function LateSkeleton() {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return isLate ? <Skeleton /> : null
}
