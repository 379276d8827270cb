import { pages } from '@latchkey/contracts/pages'
import type { Check } from './checks.ts'

const newForMs = 3 * 24 * 60 * 60 * 1000

/** Says whether a device is new: the owner knows whether it is theirs. */
export const devicesCheck: Check = ({ sessions, now }, words) => {
  const live = sessions.filter(({ revoked }) => !revoked)
  const recent = live.filter(({ current, createdAt }) => !current && now - Date.parse(createdAt) < newForMs)
  return {
    isFine: recent.length === 0,
    icon: 'laptop',
    title: words.devices,
    text: recent.length === 0 ? words.knownDevices(live.length) : words.newDevices(recent.length),
    link: words.seeDevices,
    to: { to: pages.devices },
  }
}
