import { pages } from '@latchkey/contracts/pages'
import { isLive } from '../../devices/is-live.ts'
import { isNew } from '../../devices/is-new.ts'
import type { Check } from './checks.ts'

/** Says whether another device is new: the person knows if they use it. This one they have in hand, in each of its sessions. */
export const devicesCheck: Check = ({ sessions, now }, words) => {
  const here = sessions.find(({ current }) => current)?.deviceId ?? null
  const others = sessions.filter(
    session => isLive(session) && !session.current && (here === null || session.deviceId !== here),
  )
  const recent = others.filter(session => isNew(session, now))
  return {
    isFine: recent.length === 0,
    icon: 'laptop',
    title: words.devices,
    text: recent.length === 0 ? words.knownDevices(others.length) : words.newDevices(recent.length),
    link: words.seeDevices,
    to: { to: pages.devices },
  }
}
