// Installs a browser for the journeys if there is none. Exits with 1 if no browser can be installed.
import { existsSync } from 'node:fs'
import { findBrowser } from '../../e2e/browser.ts'
import { run, toolEnvironment } from '../toolchain/run.mjs'

const downloadMilliseconds = 300_000

/** Downloads Playwright's Chromium. */
async function download(): Promise<void> {
  await run('playwright', ['install', 'chromium'], { quiet: true, timeout: downloadMilliseconds })
}

/** Installs the system's package, for networks that reach only the system's packages. Needs root. */
async function installPackage(): Promise<void> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return
  const options = {
    quiet: true,
    timeout: downloadMilliseconds,
    env: { ...toolEnvironment, DEBIAN_FRONTEND: 'noninteractive' },
  }
  await run('apt-get', ['update'], options)
  await run('apt-get', ['install', '--yes', 'chromium-headless-shell'], options)
}

/** The headless shell runs the journeys in half the time of a full browser. It is installed only in CI, not on personal machines. */
const wantsShell = () =>
  Boolean(process.env.CI && !process.env.CHROMIUM_PATH) && !findBrowser()?.endsWith('headless-shell')

for (const [isNeeded, install] of [
  [wantsShell, installPackage],
  [() => !findBrowser(), download],
  [() => !findBrowser(), installPackage],
] as const) {
  if (!isNeeded()) continue
  console.log('Installing a browser …')
  await install().catch(error => console.error(error.message))
}
if (!findBrowser()) {
  console.error(
    'There is no browser, and none could be installed. Install Chrome or Chromium, or set CHROMIUM_PATH to its path.',
  )
  process.exitCode = 1
}
