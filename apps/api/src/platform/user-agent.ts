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
  const program = /^([^/]*)\//.exec(userAgent)?.[1]
  return { browser: plainName(browser.name || program, browsers), os: plainName(os.name, systems) }
}

const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

/**
 * Whoever asks for a mail writes this text and somebody else reads it, so it is a name that the parser knows or one short word
 * without dots and digits: neither an address nor a sentence.
 */
const plainName = (name: string | undefined, known: ReadonlySet<string>): string | null =>
  name && (known.has(name) || /^[A-Za-z][A-Za-z+-]{0,29}$/.test(name)) ? name : null
