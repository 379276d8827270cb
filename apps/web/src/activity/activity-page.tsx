import { pages } from '@latchkey/contracts/pages'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { sentenceFor } from '../api-errors.ts'
import { Button } from '../ui/button.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { ActivityTable } from './activity-table.tsx'
import { activityQuery } from './queries.ts'

/** What happened to the account, by whose hand ever, so that its owner can see what was not theirs. */
export function ActivityPage() {
  const { data, hasNextPage, isFetchingNextPage, error, fetchNextPage, refetch } = useInfiniteQuery(activityQuery)
  const events = data?.pages.flatMap(({ events }) => events)
  return (
    <>
      <PageHeading title="Activity">Activity</PageHeading>
      <p className="mt-2 text-soft">
        What happened to your account, newest first. If something was not you, change the password and sign out the
        device.
      </p>
      {events && <ActivityTable events={events} />}
      {!events && !error && <LateSkeleton />}
      <p role="status" className="mt-4 text-small">
        {error ? sentenceFor(error) : events && !hasNextPage ? 'That is all that is kept.' : ''}
      </p>
      {error && !events && (
        <Button look="main" className="mt-6" onClick={() => void refetch()}>
          Try again
        </Button>
      )}
      {hasNextPage && (
        <Button className="mt-6" busy={isFetchingNextPage} working="Loading…" onClick={() => void fetchNextPage()}>
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
