import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Avatar } from '../../../platform/ui/avatar.tsx'
import { PageHeading } from '../../../platform/ui/page-heading.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { sessionsQuery } from '../../devices/queries.ts'
import { FactorsSection } from '../../factors/factors-section.tsx'
import { factorsQuery } from '../../factors/query.ts'
import { linkedQuery } from '../../identities/linked-query.ts'
import { FactorResetNotice } from '../../lost-factors/factor-reset-notice.tsx'
import type { Me } from '../../session/machine.ts'
import { SessionDialog } from '../../session/session-dialog.tsx'
import { useMe } from '../../session/use-session.ts'
import { pendingEmailQuery } from '../queries.ts'
import { CheckList } from './check-list.tsx'
import { checks } from './checks.ts'
import { LatestEvents } from './latest-events.tsx'
import { latestQuery, passwordQuery } from './queries.ts'
import { ThisDevice } from './this-device.tsx'

/** The state of the account: what to look at, this device, and what happened last. */
export function OverviewPage() {
  const me = useMe()
  return me && <Overview me={me} />
}

function Overview({ me: { user } }: { me: Me }) {
  const { overview: words } = useWords()
  const [now] = useState(Date.now)
  // The loader has asked for all of them together.
  const password = useSuspenseQuery(passwordQuery)
  const sessions = useSuspenseQuery(sessionsQuery)
  const pendingEmail = useSuspenseQuery(pendingEmailQuery)
  const latest = useSuspenseQuery(latestQuery)
  const factors = useSuspenseQuery(factorsQuery)
  const { linked, providers, LinkedSection } = useSuspenseQuery(linkedQuery).data
  const facts = {
    user,
    password: password.data,
    sessions: sessions.data,
    pendingEmail: pendingEmail.data,
    recoveryCodesLeft: factors.data.recoveryCodes?.left ?? null,
    now,
  }
  const session = sessions.data.find(({ current }) => current)
  const findings = checks.flatMap(check => check(facts, words) ?? [])
  return (
    <>
      <div className="flex items-center gap-4">
        <Avatar {...user} large />
        <div className="min-w-0">
          <PageHeading title={words.title}>{words.title}</PageHeading>
          <p className="wrap-anywhere text-soft">
            {user.name && (
              <>
                <bdi className="block sm:inline">{user.name}</bdi>
                <span aria-hidden="true" className="hidden sm:inline">
                  {' · '}
                </span>
              </>
            )}
            <bdi>{user.email}</bdi>
          </p>
        </div>
      </div>
      <FactorResetNotice resetAt={factors.data.resetAt} />
      <CheckList findings={findings} others={factors.data.resetAt ? 1 : 0} />
      <FactorsSection factors={factors.data} signsInElsewhere={linked.some(({ usable }) => usable)} />
      {LinkedSection && <LinkedSection linked={linked} providers={providers} />}
      {session && <ThisDevice session={session} />}
      <LatestEvents events={latest.data} />
      <SessionDialog email={user.email} />
    </>
  )
}
