import Bowser from 'bowser'
import { LRUCache } from 'lru-cache'

interface Device {
  browser: string | null
  os: string | null
}

const unknown: Device = { browser: null, os: null }

/** Reading one takes longer than all else that a sign-in leaves behind, and most people use the same few browsers. */
const known = new LRUCache<string, Device>({ max: 1000 })

/** Browser and system as the client names them: enough to recognise one's own devices, and nothing to rely on. */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return unknown
  const device = known.get(userAgent) ?? readDevice(userAgent)
  known.set(userAgent, device)
  return device
}

function readDevice(userAgent: string): Device {
  const { browser, os } = Bowser.parse(userAgent)
  // Programs put their name first: curl/8.5.0.
  return { browser: browser.name || (/^([A-Za-z][\w.-]{0,30})\//.exec(userAgent)?.[1] ?? null), os: os.name || null }
}
