import { events } from './events.ts'

/** The list of what happened. */
export const activity = {
  title: 'Activity',
  intro:
    "What happened to your account, newest first. If something wasn't you, change your password and sign out the device.",
  caption: 'What happened to your account, newest first',
  what: 'What',
  when: 'When',
  where: 'Where',
  thisSession: 'This session',
  noAddress: 'Address not known',
  events,
  unknownEvent: 'Something else happened',
  times: (event: string, count: number) => `${event}, ${count} times`,
  more: (count: number) => `${count} more.`,
  end: "That's everything we keep.",
  trying: 'Trying…',
  loadMore: 'Load more',
  loading: 'Loading…',
  toDevices: 'See where you are signed in',
}
