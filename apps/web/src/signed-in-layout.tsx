import { pages } from '@latchkey/contracts/pages'
import { chooseLanguage } from '@latchkey/contracts/words/language'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { followSession } from './auth/session/follow.ts'
import { signOutLater } from './auth/session/sign-out.ts'
import { SignOutButton } from './auth/session/sign-out-button.tsx'
import { useMe, useSession } from './auth/session/use-session.ts'
import { IconSprite } from './platform/ui/icons/icon-sprite.tsx'
import { Header } from './platform/ui/layout/header.tsx'
import { MainArea } from './platform/ui/layout/main-area.tsx'
import { Toasts } from './platform/ui/toasts.tsx'
import { useCatalogue, useWords } from './platform/words/use-words.ts'
import { productPlaces } from './product/places.ts'

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
  const places = [
    { to: pages.home, name: shell.home },
    { to: pages.devices, name: shell.devices },
    ...productPlaces.map(({ to, name }) => ({ to, name: shell.productPlaces[name] })),
    { to: pages.settings, name: shell.settings },
  ]
  return (
    <Toasts>
      <IconSprite />
      <Header places={places} person={me?.user.email} signOut={<SignOutButton />} />
      <MainArea className="mx-auto max-w-[47rem] px-4 pt-10 sm:px-6 sm:pt-14">
        {/* Removed with the person, before the sign-in page opens: it must not show or load personal data. */}
        {me && children}
      </MainArea>
    </Toasts>
  )
}
