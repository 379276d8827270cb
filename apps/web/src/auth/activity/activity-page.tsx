import { mostFiltered } from '@latchkey/contracts/auth/activity'
import { pages } from '@latchkey/contracts/pages'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { Skeleton } from '../../platform/ui/skeleton.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { focusStartAfter } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { EventList } from './event-list.tsx'
import { Filters } from './filters.tsx'
import { activityQuery, readChoice } from './queries.ts'

/** Shows everything that happened to the account, so that the owner notices what someone else did. */
export function ActivityPage() {
  const { activity: words, ui } = useWords()
  const choice = readChoice(useLocation().search)
  const isAll = !choice.only && !choice.device
  const activity = useInfiniteQuery({ ...activityQuery(choice), placeholderData: keepPreviousData })
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, isPlaceholderData } = activity
  const events = data?.pages.flatMap(({ events }) => events)
  const choiceKey = JSON.stringify(choice)
  const [news, setNews] = useState({ choiceKey, text: '' })
  const [firstAdded, setFirstAdded] = useState<string>()
  // The pressed button may be gone, so focus the first new row.
  useEffect(() => {
    if (firstAdded) document.getElementById(firstAdded)?.focus()
  }, [firstAdded])

  async function again() {
    const { data } = await activity.refetch()
    setFirstAdded(data?.pages[0]?.events[0]?.id)
  }
  async function more() {
    setNews({ choiceKey, text: '' })
    const { data, isError } = await activity.fetchNextPage()
    const added = data?.pages.at(-1)?.events ?? []
    if (isError || added.length === 0) return
    setFirstAdded(added[0]?.id)
    setNews({ choiceKey, text: words.more(added.length) })
  }
  const newsHere = news.choiceKey === choiceKey ? news.text : ''
  const end = isAll ? words.end : words.endFiltered(mostFiltered)
  const isEnd = events !== undefined && events.length > 0 && !hasNextPage && !isPlaceholderData
  return (
    <>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <PageIntro>{words.intro}</PageIntro>
      <Filters choice={choice} />
      {events && <EventList events={events} />}
      {events?.length === 0 && (
        <div className="mt-8 border-t border-line pt-4">
          <p className="text-soft">{isAll ? words.nothing : words.nothingFits}</p>
          {!isAll && <TextLink to={pages.activity}>{words.showAll}</TextLink>}
        </div>
      )}
      {!events && !activity.isFetched && <LateSkeleton />}
      <p role="status" className="mt-4 text-small">
        {error ? failure(error) : `${newsHere} ${isEnd ? end : ''}`.trim()}
      </p>
      {!events && activity.isFetched && (
        <Button
          ref={focusStartAfter}
          look="main"
          className="mt-6"
          busy={isFetching}
          working={words.trying}
          onClick={again}
        >
          {ui.tryAgain}
        </Button>
      )}
      {hasNextPage && (
        <Button className="mt-6" busy={isFetchingNextPage} working={words.loading} onClick={more}>
          {words.loadMore}
        </Button>
      )}
    </>
  )
}

/** Shows nothing for 300 ms, so that a fast answer does not flicker. */
function LateSkeleton() {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return isLate ? <Skeleton /> : null
}
