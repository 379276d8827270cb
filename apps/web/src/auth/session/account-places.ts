import { pages } from '@latchkey/contracts/pages'
import type { Words } from '@latchkey/contracts/words/web'
import type { IconName } from '../../platform/ui/icons/shapes.ts'
import type { Place } from '../../platform/ui/layout/place-link.tsx'

/** The pages of the account, in the order of the menu. `title` is the heading of each, and `holds` are the pages below it. */
export const accountPlaces = ({ account, overview, devices, activity, settings }: Words['shell']): AccountPlace[] => [
  { to: pages.security, name: overview, title: account, icon: 'shield', holds: ofOverview },
  { to: pages.devices, name: devices, title: devices, icon: 'laptop', holds: [] },
  { to: pages.activity, name: activity, title: activity, icon: 'activity', holds: [] },
  { to: pages.settings, name: settings, title: settings, icon: 'settings', holds: [pages.confirmEmail] },
]

/** The pages for admins, below those of the account. */
export const adminPlaces = ({ people }: Words['shell']): AccountPlace[] => [
  { to: pages.people, name: people, title: people, icon: 'user', holds: [pages.person] },
]

interface AccountPlace extends Required<Place> {
  title: string
  icon: IconName
}

const ofOverview = [pages.addApp, pages.addPasskey, pages.recoveryCodes]
