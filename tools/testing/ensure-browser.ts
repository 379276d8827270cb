// Installs a browser for the journeys unless there is one, and ends with 1 where none can be had.
import { existsSync } from 'node:fs'
import { findBrowser } from '../../e2e/browser.ts'
import { run, toolEnvironment } from '../toolchain/run.mjs'

const downloadMilliseconds = 300_000

async function download(): Promise<void> {
  await run('playwright', ['install', 'chromium'], { quiet: true, timeout: downloadMilliseconds })
}

/** Where only the system's packages can be reached, and where we may install them. */
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

/** What runs the journeys in half the time of a browser with windows; no reason to touch a machine that somebody uses. */
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
    'There is no browser, and none could be installed. Install Chrome or Chromium, or name one in CHROMIUM_PATH.',
  )
  process.exitCode = 1
}
