import { pages } from '@latchkey/contracts/pages'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { SignOutButton } from './auth/session/sign-out-button.tsx'
import { useMe, useSession } from './auth/session/use-session.ts'
import { Header } from './platform/ui/layout/header.tsx'
import { MainArea } from './platform/ui/layout/main-area.tsx'
import { productPlaces } from './product/places.ts'

const places = [
  { to: pages.home, name: 'Home' },
  { to: pages.devices, name: 'Devices' },
  ...productPlaces,
  { to: pages.settings, name: 'Settings' },
] as const

/** What all signed-in pages share: who it is, where to go, and the way out. */
export function SignedInLayout() {
  const me = useMe()
  // Asks again when somebody comes back to this tab.
  useQuery(useSession().query)
  return (
    <>
      <Header places={places} person={me?.user.email} signOut={<SignOutButton />} />
      <MainArea className="mx-auto max-w-[47rem] px-4 pt-10 sm:px-6 sm:pt-14">
        <Outlet />
      </MainArea>
    </>
  )
}
