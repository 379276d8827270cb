import type { Device as Client, DeviceType } from '@latchkey/contracts/auth/clients'
import Bowser from 'bowser'

/**
 * Reads a `User-Agent`. Two things it cannot tell: Brave calls itself Chrome, and an iPad that asks for desktop pages, as it does unless
 * told otherwise, calls itself a Mac.
 */
export function parseUserAgent(userAgent: string): Client {
  const { browser, os, platform } = Bowser.parse(userAgent)
  // Programs put their name first: curl/8.5.0.
  const program = /^([^/]*)\//.exec(userAgent)?.[1]
  const isProgram = platform.type === undefined && os.name === undefined && program !== 'Mozilla'
  const shown = isWebView(userAgent) ? null : browserName(browser.name)
  const name = appIn(userAgent) ?? shown ?? (isProgram ? plainWord(program) : null)
  const system = os.name !== undefined && systems.has(os.name) ? (systemNames[os.name] ?? os.name) : null
  return {
    // "Tizen on Tizen" tells no one anything.
    browser: name === system ? null : name,
    os: system,
    model: models.find(model => model === platform.model) ?? null,
    type: typeOf(userAgent, platform.type, system) ?? (isProgram && name !== null ? 'program' : null),
  }
}

const browsers = new Set<string>(Object.values(Bowser.BROWSER_MAP))
const systems = new Set<string>(Object.values(Bowser.OS_MAP))
/** The only models that a user agent names in words that people use. */
const models = ['iPhone', 'iPad'] as const

/** What people call it, where the parser has another name. Null: it is a part of the system, or of an app without a name. */
const browserNames: Record<string, string | null> = {
  'Android Browser': null,
  BingCrawler: 'Bingbot',
  Electron: null,
  'Amazon Silk': 'Silk',
  Generic: null,
  'Google Search': 'Google app',
  'Microsoft Edge': 'Edge',
  Miui: 'Mi Browser',
  Mozilla: null,
  'Opera Coast': 'Opera',
  'Opera Touch': 'Opera',
  'Samsung Internet for Android': 'Samsung Internet',
  'WebOS Browser': null,
}
const systemNames: Record<string, string> = { 'Chrome OS': 'ChromeOS', WebOS: 'webOS' }

/** Apps that show pages inside themselves. The parser takes them for the browser of the system. */
const apps: readonly [RegExp, string][] = [
  [/\[FBAN\/|\bFBA[NV]\//, 'Facebook'],
  [/\bInstagram\b/, 'Instagram'],
  [/\bLinkedInApp\b/, 'LinkedIn'],
  [/\bSnapchat\//, 'Snapchat'],
  [/\bmusical_ly|\bBytedanceWebview\//, 'TikTok'],
  [/\bLine\//, 'LINE'],
  [/\b(?:Ddg|DuckDuckGo)\//, 'DuckDuckGo'],
  [/\bHeadlessChrome\//, 'Headless Chrome'],
  [/\bWindowsPowerShell\/|\bPowerShell\//, 'PowerShell'],
]

const appIn = (userAgent: string): string | null => apps.find(([sign]) => sign.test(userAgent))?.[1] ?? null

/** A page inside an app of Android or iOS that says no name. */
const isWebView = (userAgent: string) =>
  /;\s*wv\)/.test(userAgent) || (/\((?:iPhone|iPad);/.test(userAgent) && !/\bSafari\//.test(userAgent))

const typesByPlatform: Record<string, DeviceType> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
  tv: 'tv',
  bot: 'bot',
}

function typeOf(userAgent: string, platform: string | undefined, system: string | null): DeviceType | null {
  if (/\bHeadlessChrome\//.test(userAgent)) return 'bot'
  if (/PowerShell\//.test(userAgent)) return 'program'
  return (platform !== undefined && typesByPlatform[platform]) || (system === 'ChromeOS' ? 'computer' : null)
}

function browserName(name: string | undefined): string | null {
  if (!name) return null
  if (Object.hasOwn(browserNames, name)) return browserNames[name] ?? null
  return browsers.has(name) ? name : plainWord(name)
}

/**
 * One short word without dots and digits. Anything else becomes null, so it cannot be a link or a sentence: a stranger can put this text
 * into a mail that the owner of the address reads.
 */
const plainWord = (name: string | undefined): string | null =>
  name !== undefined && /^[A-Za-z][A-Za-z+-]{0,29}$/.test(name) ? name : null
