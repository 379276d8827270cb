import { pages } from '@latchkey/contracts/pages'
import { localPath } from '@latchkey/contracts/platform/local-path'
import { useId, useState } from 'react'
import { Navigate, useRouter } from '../../platform/router/use-router.ts'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { mailedTo } from '../../platform/ui/mailed-code-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { SendAgain } from '../../platform/ui/send-again.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { hasPasskeys } from '../passkeys/support.ts'
import { OtherWays } from '../second-step/other-ways.tsx'
import { useIdentify, useSession } from '../session/use-session.ts'
import { keepUnfinished } from '../sign-in/unfinished.ts'
import { AskForCodeForm } from './ask-for-code-form.tsx'
import { readSearch } from './attempt.ts'
import { forgetLink, type KeptLink, keepLink } from './kept-link.ts'
import { keepLastProvider } from './last-provider.ts'
import { LinkForm, type LinkProof, type LinkWay } from './link-form.tsx'
import { useLinkAtSignIn, useMailLinkCode } from './queries.ts'

/** Asks for a proof of the account that has the address which a provider named. Then the provider is linked to it. */
export function LinkPage({ link }: { link: KeptLink }) {
  const { withProvider: words, emailCode, secondStep } = useWords()
  const { tab } = useSession()
  const router = useRouter()
  const me = useIdentify()
  const introId = useId()
  const prove = useLinkAtSignIn()
  const mail = useMailLinkCode()
  const ways = link.methods.filter(way => way !== 'passkey' || hasPasskeys())
  const [way, setWay] = useState<LinkWay | undefined>(link.isMailed ? 'code' : ways[0])
  const [isMailed, setMailed] = useState(link.isMailed)
  const search = readSearch(tab)
  const wanted = new URLSearchParams(search).get('return') ?? undefined
  const isByCode = way === 'code'
  const waitsForCode = isByCode && isMailed
  useHeadingFocus(way && way + waitsForCode)
  if (me) return <Navigate to={localPath(wanted)} replace />

  const { challenge, email, label, provider } = link
  async function send(proof: LinkProof) {
    const entry = await prove.mutateAsync({ challenge, ...proof })
    forgetLink(tab)
    if ('challenge' in entry) {
      keepUnfinished(tab, { ...entry, email, provider })
      return router.navigate({ to: pages.secondStep + search, replace: true })
    }
    keepLastProvider(provider)
    return router.navigate({ to: localPath(wanted), replace: true })
  }
  async function mailCode() {
    await mail.mutateAsync(challenge)
    setMailed(true)
    keepLink(tab, { ...link, isMailed: true })
  }
  function startAgain() {
    forgetLink(tab)
    void router.navigate({ to: pages.login + search, state: { hasEnded: true }, replace: true })
  }
  // Then nothing is said of an account: there may be none.
  const isCodeAlone = link.methods.join() === 'code'
  const sentence = waitsForCode ? words.linkByCode : isByCode ? words.linkByMail : words.link
  const shared = { intro: mailedTo(address => sentence(address, label), email), introId, onEnded: startAgain }
  return (
    <NarrowPage title={isCodeAlone ? words.codeTitle : words.linkTitle} describedBy={introId}>
      {way === undefined ? (
        <PageIntro small id={introId}>
          {secondStep.noWay}
        </PageIntro>
      ) : isByCode && !isMailed ? (
        <AskForCodeForm {...shared} send={mailCode} />
      ) : (
        <LinkForm
          key={way}
          {...shared}
          {...{ way, email, challenge, send }}
          button={isCodeAlone ? words.goOn : words.button}
        />
      )}
      {waitsForCode && (
        <div className="mt-6 border-t border-line pt-4 text-small text-soft">
          <p className="mb-4">{emailCode.help}</p>
          <SendAgain send={mailCode} justSent sent={words.resent} />
        </div>
      )}
      <OtherWays methods={ways} chosen={way} onChoose={setWay} />
      <p className="mt-4 flex flex-wrap items-center gap-x-1.5 border-t border-line pt-3 text-small text-soft">
        <bdi className="wrap-anywhere">{email}</bdi>
        <span>{secondStep.notYou}</span>
        <TextLink to={pages.login} search={{ return: wanted }} state={{}} onFollow={() => forgetLink(tab)}>
          {secondStep.startAgain}
        </TextLink>
      </p>
    </NarrowPage>
  )
}
