import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { Acts } from './acts.tsx'
import { Failed, isNotFound } from './failed.tsx'
import { LateSkeleton } from './late-skeleton.tsx'
import { NoSuchPage } from './no-such-page.tsx'
import { PersonActivity } from './person-activity.tsx'
import { PersonFactors } from './person-factors.tsx'
import { PersonFacts } from './person-facts.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { usePerson } from './queries.ts'
import { StateBadges } from './state-badges.tsx'

/** Shows an admin one person, and what the admin can do for them. */
export function Person({ id }: { id: string }) {
  const { data: person, error, isFetching, refetch } = usePerson(id)
  if (isNotFound(error)) return <NoSuchPage />
  if (!person) return error ? <Failed error={error} busy={isFetching} again={() => void refetch()} /> : <LateSkeleton />
  const name = person.name ?? person.email
  return (
    <>
      <PageHeading title={name}>
        <bdi className="wrap-anywhere">{name}</bdi>
      </PageHeading>
      <div className="mt-2">
        <StateBadges person={person} />
      </div>
      <PersonFacts person={person} />
      <Acts person={person} />
      <PersonFactors factors={person.factors} />
      <PersonSessions id={id} canEnd={person.role === 'person'} />
      <PersonActivity id={id} />
    </>
  )
}
