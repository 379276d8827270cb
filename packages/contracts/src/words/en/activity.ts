import type { ActivityKind } from '../../activity-kinds.ts'
import type { Rich } from '../plural.ts'
import { events } from './events.ts'

/** Sentences that name the device, where an event is about one. */
const deviceEvents: Partial<Record<ActivityKind, <T>(device: T) => Rich<T>>> = {
  signed_in: device => ['Signed in on ', device],
  signed_out: device => ['Signed out on ', device],
  session_revoked: device => [device, ' was signed out from your list of devices'],
  session_revoked_by_admin: device => ['An administrator signed out ', device],
  session_replaced: device => ['A newer sign-in took the place of ', device],
  device_named: device => ['A device was renamed: ', device],
  devices_revoked: device => [device, ' counts as new at its next sign-in'],
}

/** The list of what happened. */
export const activity = {
  title: 'Activity',
  intro: "What happened to your account, newest first. Open an entry to see when and where, or if it wasn't you.",
  filters: 'Show',
  filter: { all: 'All', sign_ins: 'Sign-ins', changes: 'Changes', refused: 'Refused' },
  device: 'Device',
  allDevices: 'All devices',
  thisDevice: (device: string) => `${device} (this device)`,
  newDevice: <T>(device: T): Rich<T> => ['Signed in on a new device: ', device],
  deviceEvents,
  when: 'When',
  where: 'Where',
  by: 'Done by',
  thisSession: 'This session',
  noAddress: 'Address not known',
  approximate: (place: string) => `${place} (approximate)`,
  events,
  unknownEvent: 'Something else happened',
  times: (event: string, count: number) => `${event}, ${count} times`,
  timesMore: (count: number) => `, ${count} times`,
  onlyThisDevice: 'See all activity of this device',
  notMe: "This wasn't me",
  notMeText:
    'Sign out all other devices at once, then choose a new password. That locks out the person who did this. If your password no longer works, sign out and reset it by email.',
  notMeAction: 'Sign out others and change password',
  notMeWorking: 'Signing out…',
  notMeRefused:
    'No one got in: the attempt was refused. If it happens often, choose a long password that you use nowhere else.',
  notMePassword: 'Change your password',
  more: (count: number) => `${count} more.`,
  end: "That's everything we keep.",
  endFiltered: (most: number) => `That's everything that matches in your latest ${most.toLocaleString('en')} entries.`,
  nothing: 'Nothing has happened yet.',
  nothingFits: 'Nothing matches these filters.',
  showAll: 'Show everything',
  trying: 'Trying…',
  loadMore: 'Load more',
  loading: 'Loading…',
}
