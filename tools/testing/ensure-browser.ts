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
  const env = { ...toolEnvironment, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { quiet: true, env })
  await run('apt-get', ['install', '--yes', 'chromium'], { quiet: true, env })
}

for (const install of [download, installPackage]) {
  if (findBrowser()) break
  console.log('Installing a browser …')
  await install().catch(error => console.error(error.message))
}
if (!findBrowser()) {
  console.error(
    'There is no browser, and none could be installed. Install Chrome or Chromium, or name one in CHROMIUM_PATH.',
  )
  process.exitCode = 1
}
