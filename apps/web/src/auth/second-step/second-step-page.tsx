import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import { pages } from '@latchkey/contracts/pages'
import { localPath } from '@latchkey/contracts/platform/local-path'
import { useState } from 'react'
import { Navigate, useLocation, useRouter } from '../../platform/router/use-router.ts'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { LostEverything } from '../lost-factors/lost-everything.tsx'
import { useIdentify, useSession } from '../session/use-session.ts'
import { forgetUnfinished, readUnfinished, type UnfinishedSignIn } from '../sign-in/unfinished.ts'
import { firstWay } from './last-way.ts'
import { OtherWays } from './other-ways.tsx'
import { SecondStepForm } from './second-step-form.tsx'
import { knownWays } from './ways.tsx'

const introId = 'second-step-intro'

/** Asks for the second factor of a sign-in. Without an unfinished sign-in it leads to the first step. */
export function SecondStepPage() {
  const { search } = useLocation()
  const me = useIdentify()
  const { tab } = useSession()
  const [unfinished] = useState(() => readUnfinished(tab))
  if (me) return <Navigate to={localPath(new URLSearchParams(search).get('return') ?? undefined)} replace />
  // A reload ends a sign-in whose tab can keep nothing. The first step says so.
  if (!unfinished)
    return <Navigate to={pages.login + search} state={tab.isLasting() ? {} : { hasEnded: true }} replace />
  return <SecondStep unfinished={unfinished} />
}

function SecondStep({ unfinished }: { unfinished: UnfinishedSignIn }) {
  const { secondStep: words } = useWords()
  const methods = knownWays(unfinished.methods)
  const { search } = useLocation()
  const { navigate } = useRouter()
  const { tab } = useSession()
  const { challenge, email } = unfinished
  const startAgain = () => {
    forgetUnfinished(tab)
    void navigate({
      to: pages.login + search,
      state: { ...(email !== undefined && { email }), hasEnded: true },
      replace: true,
    })
  }
  const wanted = new URLSearchParams(search).get('return') ?? undefined
  const [method, setMethod] = useState<FactorMethod | undefined>(() => firstWay(methods))
  useHeadingFocus(method)
  return (
    <NarrowPage title={method ? words.titles[method] : words.noWayTitle} describedBy={introId}>
      {method ? (
        <SecondStepForm key={method} unfinished={unfinished} onEnded={startAgain} method={method} introId={introId} />
      ) : (
        <PageIntro small id={introId}>
          {words.noWay}
        </PageIntro>
      )}
      <OtherWays methods={methods} chosen={method} onChoose={setMethod} />
      <LostEverything challenge={challenge} onEnded={startAgain} />
      <p className="mt-4 flex flex-wrap items-center gap-x-1.5 border-t border-line pt-3 text-small text-soft">
        {email && <bdi className="wrap-anywhere">{email}</bdi>}
        <span>{words.notYou}</span>
        <TextLink to={pages.login} search={{ return: wanted }} state={{}} onFollow={() => forgetUnfinished(tab)}>
          {words.startAgain}
        </TextLink>
      </p>
    </NarrowPage>
  )
}
