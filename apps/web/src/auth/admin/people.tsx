import { useEffect, useState } from 'react'
import { useLocation } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { focusStart, useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { Failed, isNotFound } from './failed.tsx'
import { LateSkeleton } from './late-skeleton.tsx'
import { NoSuchPage } from './no-such-page.tsx'
import { PeopleList } from './people-list.tsx'
import { readChoice, usePeople } from './queries.ts'
import { SearchForm } from './search-form.tsx'
import { useAskWhoItIs } from './use-ask-who-it-is.ts'

/** Lets an admin find people. */
export function People() {
  const { admin: words } = useWords()
  const choice = readChoice(useLocation().state)
  const found = usePeople(choice)
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, isPlaceholderData } = found
  const people = data?.pages.flatMap(({ people }) => people)
  const [firstAdded, setFirstAdded] = useState<string>()
  // The pressed button may be gone, so focus the first new row.
  useEffect(() => {
    if (firstAdded) document.getElementById(firstAdded)?.focus()
  }, [firstAdded])
  const isGone = isNotFound(error)
  useAskWhoItIs(isGone)
  useHeadingFocus(isGone)
  if (isGone) return <NoSuchPage />

  async function more() {
    const { data, isError, hasNextPage } = await found.fetchNextPage()
    if (isError) return
    const added = data?.pages.at(-1)?.people[0]
    if (added) setFirstAdded(added.id)
    else if (!hasNextPage) focusStart()
  }
  const count = people?.length ?? 0
  const nobody = hasNextPage ? words.nobodyYet : words.nobody
  return (
    <>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <PageIntro>{words.intro}</PageIntro>
      <SearchForm choice={choice} busy={isFetching && isPlaceholderData} />
      {people && !error && (
        <p role="status" className="mt-6 text-small text-soft">
          {count > 0 ? words.found(count, !hasNextPage) : nobody}
        </p>
      )}
      {people && <PeopleList people={people} />}
      {!people && !error && <LateSkeleton />}
      {error && <Failed error={error} busy={isFetching} again={() => void found.refetch()} />}
      {hasNextPage && !error && (
        <Button className="mt-6" busy={isFetchingNextPage} working={words.loading} onClick={more}>
          {words.loadMore}
        </Button>
      )}
    </>
  )
}
