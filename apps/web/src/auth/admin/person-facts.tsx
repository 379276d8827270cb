import type { PersonDetails } from '@latchkey/contracts/auth/admin'
import type { ReactNode } from 'react'
import { ExactTime } from '../../platform/ui/time.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'

/** Who it is, and since when. */
export function PersonFacts({ person }: { person: PersonDetails }) {
  const { admin: words } = useWords()
  const { email, id, createdAt, disabledAt, deletedAt, factors, liveSessions } = person
  const { password } = factors
  return (
    <dl className="mt-6 grid gap-x-6 gap-y-1 border-t border-line pt-4 text-small sm:grid-cols-[max-content_1fr]">
      <Fact name={words.email}>
        <bdi>{email}</bdi>
      </Fact>
      <Fact name={words.id}>
        <code translate="no">{id}</code>
      </Fact>
      <Fact name={words.created}>
        <ExactTime instant={createdAt} />
      </Fact>
      {disabledAt && (
        <Fact name={words.disabledSince}>
          <ExactTime instant={disabledAt} />
        </Fact>
      )}
      {deletedAt && (
        <Fact name={words.deletedSince}>
          <ExactTime instant={deletedAt} />
        </Fact>
      )}
      <Fact name={words.live}>{liveSessions > 0 ? words.liveOn(liveSessions) : words.notSignedIn}</Fact>
      <Fact name={words.password}>
        {password
          ? rich(words.passwordChanged(<ExactTime key="changed" instant={password.changedAt} />))
          : words.noPassword}
      </Fact>
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-soft">{name}</dt>
    <dd className="mb-2 wrap-anywhere tabular sm:mb-0">{children}</dd>
  </>
)
