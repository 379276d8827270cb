import Bowser from 'bowser'

interface Device {
  browser: string | null
  os: string | null
}

/** Browser and system as the client names them: enough to recognise one's own devices, and nothing to rely on. */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { browser: null, os: null }
  const { browser, os } = Bowser.parse(userAgent)
  // Programs put their name first: curl/8.5.0.
  return { browser: browser.name || (/^([A-Za-z][\w.-]{0,30})\//.exec(userAgent)?.[1] ?? null), os: os.name || null }
}
