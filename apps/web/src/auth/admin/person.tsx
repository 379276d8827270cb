import type { PersonDetails } from '@latchkey/contracts/auth/admin'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { Acts } from './acts.tsx'
import { Failed, isNotFound } from './failed.tsx'
import { LateSkeleton } from './late-skeleton.tsx'
import { NoSuchPage } from './no-such-page.tsx'
import { PersonActivity } from './person-activity.tsx'
import { PersonFactors } from './person-factors.tsx'
import { PersonFacts } from './person-facts.tsx'
import { PersonIdentities } from './person-identities.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { usePerson } from './queries.ts'
import { StateBadges } from './state-badges.tsx'
import { useAskWhoItIs } from './use-ask-who-it-is.ts'

/** Shows an admin one person, and what the admin can do for them. */
export function Person({ id }: { id: string }) {
  const { admin: words } = useWords()
  const { data: person, error, isFetching, refetch } = usePerson(id)
  const isGone = isNotFound(error)
  // The person is gone, or the role is.
  useAskWhoItIs(isGone)
  useHeadingFocus(isGone)
  if (isGone) return <NoSuchPage />
  // There at once, since it gets the focus when the page opens.
  const name = person ? (person.name ?? person.email) : words.person
  return (
    <>
      <PageHeading title={name}>
        <bdi className="wrap-anywhere">{name}</bdi>
      </PageHeading>
      {!person && !error && <LateSkeleton />}
      {error && <Failed error={error} busy={isFetching} again={() => void refetch()} />}
      {person && <Parts person={person} />}
    </>
  )
}

const Parts = ({ person }: { person: PersonDetails }) => (
  <>
    <div className="mt-2">
      <StateBadges person={person} />
    </div>
    <PersonFacts person={person} />
    <Acts person={person} />
    <PersonFactors factors={person.factors} />
    <PersonIdentities identities={person.identities} />
    <PersonSessions id={person.id} canEnd={person.role === 'person'} />
    <PersonActivity id={person.id} />
  </>
)
