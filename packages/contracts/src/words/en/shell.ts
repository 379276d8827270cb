import { productPlaces } from '../../product/words/en/places.ts'

/** What all pages for signed-in people share. */
export const shell = {
  pages: 'Pages',
  overview: 'Overview',
  account: 'Your account',
  accountMenu: 'Account menu',
  accountPages: 'Pages of your account',
  activity: 'Activity',
  devices: 'Devices',
  settings: 'Settings',
  people: 'People',
  signOut: 'Sign out',
  signingOut: 'Signing out…',
  stillSignedIn: (why: string) => `You are still signed in. ${why}`,
  news: 'What just happened',
  undo: 'Undo',
  undoing: 'Undoing…',
  undoKey: 'Press F6 to reach Undo.',
  closeNews: 'Close',
  leave: 'Leave this page',
  noDialogTitle: "This dialog can't be shown",
  noDialog:
    'Part of this page failed to load. What you typed is still here. Try again, or copy what you typed and reload the page.',
  productPlaces,
}
