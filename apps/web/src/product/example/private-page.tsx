import { pages } from '@latchkey/contracts/pages'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { describeClient } from '../../auth/devices/describe-client.ts'
import { useMe } from '../../auth/session/use-session.ts'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { privateQuery } from './queries.ts'

/** An example of a protected page: the API gives its data to signed-in people only. Put yours here. */
export function PrivatePage() {
  const me = useMe()
  const { data } = useSuspenseQuery(privateQuery)
  if (!me) return null
  const { user, session } = me
  return (
    <>
      <PageHeading title="Home">You are signed in</PageHeading>
      <dl className="mt-8 border-t border-line">
        <Fact name="You">{user.name ? `${user.name}, ${user.email}` : user.email}</Fact>
        <Fact name="This device">
          {session.ip ? `${describeClient(session)}, ${session.ip}` : describeClient(session)}
        </Fact>
        <Fact name="Signed in">
          <span className="inline-block first-letter:uppercase">
            <ExactTime instant={session.createdAt} />
          </span>
        </Fact>
        <Fact name="Signed in until">
          <span className="inline-block first-letter:uppercase">
            <ExactTime instant={session.expiresAt} />, at the latest
          </span>
        </Fact>
      </dl>
      <p className="mt-4 text-small">
        <Link
          to={pages.devices}
          className="inline-flex min-h-11 items-center font-medium text-accent underline decoration-1 underline-offset-4 hover:decoration-2"
        >
          See all devices that are signed in
        </Link>
      </p>

      <section className="mt-12">
        <h2 className="text-title">The protected part</h2>
        <p className="mt-3 border-l-2 border-accent pl-4">{data.message}</p>
        <p className="mt-6 text-small text-soft">
          The API gives this message to signed-in people only. To put something of your own here, change two files:
        </p>
        <ul className="mt-2 text-small text-soft">
          <li>
            <code>apps/api/src/product/example/routes.ts</code> answers it,
          </li>
          <li>
            <code>apps/web/src/product/example/private-page.tsx</code> shows it.
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
