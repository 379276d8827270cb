import { pages } from '@latchkey/contracts/pages'
import { isLive } from '../../devices/is-live.ts'
import { isNew } from '../../devices/is-new.ts'
import type { Check } from './checks.ts'

/** Says whether a device is new: the person knows if they use it. */
export const devicesCheck: Check = ({ sessions, now }, words) => {
  const live = sessions.filter(isLive)
  const recent = live.filter(session => !session.current && isNew(session, now))
  return {
    isFine: recent.length === 0,
    icon: 'laptop',
    title: words.devices,
    text: recent.length === 0 ? words.knownDevices(live.length) : words.newDevices(recent.length),
    link: words.seeDevices,
    to: { to: pages.devices },
  }
}
