import { pages } from '@latchkey/contracts/pages'
import { chooseLanguage } from '@latchkey/contracts/words/language'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { FactorResetWarning } from './auth/lost-factors/factor-reset-warning.tsx'
import { AccountMenu } from './auth/session/account-menu.tsx'
import { accountPlaces, adminPlaces } from './auth/session/account-places.ts'
import { followSession } from './auth/session/follow.ts'
import { addsFactor } from './auth/session/require-session.ts'
import { signOutLater } from './auth/session/sign-out.ts'
import { useTimeZone } from './auth/session/time-zone.ts'
import { useMe, useSession } from './auth/session/use-session.ts'
import { Navigate, useDestination, useLocation } from './platform/router/use-router.ts'
import { Icon } from './platform/ui/icons/icon.tsx'
import { IconSprite } from './platform/ui/icons/icon-sprite.tsx'
import { Header, Places } from './platform/ui/layout/header.tsx'
import { MainArea } from './platform/ui/layout/main-area.tsx'
import { TextLink } from './platform/ui/text-link.tsx'
import { TimeZoneContext } from './platform/ui/time-zone.ts'
import { Toasts } from './platform/ui/toasts.tsx'
import { useCatalogue, useWords } from './platform/words/use-words.ts'
import { productPlaces } from './product/places.ts'

// With the layout, because each of these pages needs both.
export { signedInRoutes } from './signed-in-routes.ts'

/** What all signed-in pages share: the person, the navigation and the sign-out. */
export function SignedInLayout({ children }: { children: ReactNode }) {
  const me = useMe()
  const session = useSession()
  const { shell } = useWords()
  // Asks again when the person returns to this tab.
  useQuery(session.query)
  useEffect(
    () => session.addHelpers({ follow: (id, changed) => followSession(session, id, changed), signOutLater }),
    [session],
  )
  const catalogue = useCatalogue()
  const language = me?.user.language
  useEffect(() => {
    // Without its words, as during an outage, the page stays as it is.
    if (language !== undefined)
      catalogue.changeTo(language ?? chooseLanguage(navigator.languages)).catch(() => undefined)
  }, [catalogue, language])
  const { pathname } = useDestination()
  // The overview has the notice among what it says of the account.
  const isOverview = useLocation().pathname === pages.security
  const timeZone = useTimeZone()
  // It may be asked of the person while a page is open. The guard of the pages asks only before they open.
  const isLimited = me?.mustAddFactor === true
  const leads = isLimited && !addsFactor(pathname)
  const places = productPlaces.map(({ to, name }) => ({ to, name: shell.productPlaces[name] }))
  const ofAccount = accountPlaces(shell)
  const isOfAccount = ofAccount.some(({ to, holds }) => to === pathname || holds.includes(pathname))
  return (
    <Toasts>
      <Header
        places={isLimited ? [] : places}
        menu={me && <AccountMenu user={me.user} isLimited={isLimited} isAdmin={me.isAdmin === true} />}
      />
      {isOfAccount && !isLimited && (
        <div className="border-b border-line">
          <Places
            label={shell.accountPages}
            places={ofAccount}
            look="min-h-11"
            className="mx-auto max-w-[47rem] px-4 sm:px-6"
          />
        </div>
      )}
      <MainArea className="mx-auto max-w-[47rem] px-4 pt-8 sm:px-6 sm:pt-12">
        {/* Removed with the person, before the sign-in page opens: it must not show or load personal data. */}
        <TimeZoneContext value={timeZone}>
          {me && !isLimited && <WayBack isAdmin={me.isAdmin === true} />}
          {me && !isLimited && !isOverview && <FactorResetWarning />}
          {me && (leads ? <Navigate to={pages.addApp} replace /> : children)}
        </TimeZoneContext>
      </MainArea>
      <IconSprite />
    </Toasts>
  )
}

/** Leads from a page to the one that holds it. */
function WayBack({ isAdmin }: { isAdmin: boolean }) {
  const { shell } = useWords()
  const { pathname } = useLocation()
  const all = [...accountPlaces(shell), ...(isAdmin ? adminPlaces(shell) : [])]
  const place = all.find(({ holds }) => holds.includes(pathname))
  return (
    place && (
      <p className="-mt-5 mb-2 text-small">
        <TextLink key={place.to} to={place.to}>
          <Icon name="back" className="-ms-1 me-1" />
          {place.title}
        </TextLink>
      </p>
    )
  )
}
