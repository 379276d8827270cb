import { pages } from '@latchkey/contracts/pages'
import type { Words } from '@latchkey/contracts/words/web'

/** The pages of the account, in the order of the menu. */
export const accountPlaces = (words: Words['shell']) =>
  [
    { to: pages.security, name: words.overview, icon: 'shield' },
    { to: pages.devices, name: words.devices, icon: 'laptop' },
    { to: pages.activity, name: words.activity, icon: 'activity' },
    { to: pages.settings, name: words.settings, icon: 'settings' },
  ] as const
