import { pages } from '@latchkey/contracts/pages'
import { useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { describeClient } from '../../auth/devices/describe-client.ts'
import { useMe } from '../../auth/session/use-session.ts'
import { Link } from '../../platform/router/link.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { privateQuery } from './queries.ts'

/** An example of a protected page: the API gives its data to signed-in people only. Put yours here. */
export function PrivatePage() {
  const { clients, home: words } = useWords()
  const me = useMe()
  const { data } = useSuspenseQuery(privateQuery)
  if (!me) return null
  const { user, session } = me
  return (
    <>
      <PageHeading title={words.title}>{words.heading}</PageHeading>
      <dl className="mt-8 border-t border-line">
        <Fact name={words.you}>
          {user.name && (
            <>
              <bdi>{user.name}</bdi>,{' '}
            </>
          )}
          <bdi>{user.email}</bdi>
        </Fact>
        <Fact name={words.thisDevice}>
          {session.ip ? `${describeClient(clients, session)}, ${session.ip}` : describeClient(clients, session)}
        </Fact>
        <Fact name={words.signedIn}>
          <span className="inline-block first-letter:uppercase">
            <ExactTime instant={session.createdAt} />
          </span>
        </Fact>
        <Fact name={words.until}>
          <span className="inline-block first-letter:uppercase">
            {rich(words.atTheLatest(<ExactTime instant={session.expiresAt} />))}
          </span>
        </Fact>
      </dl>
      <p className="mt-4 text-small">
        <Link
          to={pages.devices}
          className="inline-flex min-h-11 items-center font-medium text-accent underline decoration-1 underline-offset-4 hover:decoration-2"
        >
          {words.toDevices}
        </Link>
      </p>

      <section className="mt-12">
        <h2 className="text-title">{words.protectedTitle}</h2>
        <p className="mt-3 border-s-2 border-accent ps-4">{data.message}</p>
        <p className="mt-6 text-small text-soft">{words.protectedIntro}</p>
        <ul className="mt-2 text-small text-soft">
          <li>
            <code>apps/api/src/product/example/routes.ts</code> {words.answers}
          </li>
          <li>
            <code>apps/web/src/product/example/private-page.tsx</code> {words.shows}
          </li>
        </ul>
      </section>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="border-b border-line py-3 sm:grid sm:grid-cols-[12rem_1fr] sm:items-baseline">
      <dt className="text-small text-soft">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
