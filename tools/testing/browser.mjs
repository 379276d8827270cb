import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Failure, run, toolEnvironment } from '../toolchain/run.mjs'

const downloadMilliseconds = 300_000

/** A Chromium, Chrome or Edge that starts: the one in `CHROMIUM_PATH`, the machine's, or Playwright's own. */
export function findBrowser() {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH && !starts(CHROMIUM_PATH))
    throw new Failure(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which does not start.`)
  // Asked for only now, because this file is read before anything is installed.
  const { chromium } = createRequire(import.meta.url)('@playwright/test')
  return [CHROMIUM_PATH, ...usualPlaces(), chromium.executablePath()].find(file => file && starts(file))
}

/** The same; where there is none, it installs one. */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return found

  console.log('Installing a browser …')
  await run('playwright', ['install', 'chromium'], { quiet: true, timeout: downloadMilliseconds })
  const downloaded = findBrowser()
  if (downloaded) return downloaded

  // Where only the system's packages can be reached.
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...toolEnvironment, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { quiet: true, env })
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { quiet: true, env })
  }
  const installed = findBrowser()
  if (installed) return installed
  throw new Failure(
    'No browser was found, and none could be installed. Install Chrome or Chromium, or set CHROMIUM_PATH to one, and try again.',
  )
}

function usualPlaces() {
  const { PATH = '', LOCALAPPDATA = '', ProgramFiles = '', 'ProgramFiles(x86)': ProgramFiles86 = '' } = process.env
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  if (process.platform === 'win32')
    return [ProgramFiles, ProgramFiles86, LOCALAPPDATA].flatMap(folder =>
      ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map(file =>
        path.join(folder, file),
      ),
    )
  return ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].flatMap(name =>
    PATH.split(':').map(folder => path.join(folder, name)),
  )
}

/** Whether it does more than exist: libraries may be missing, and a `chromium-browser` may only tell to install a snap. @param {string} file */
function starts(file) {
  if (!existsSync(file)) return false
  // There, the program has no `--version` and would open a window.
  if (process.platform === 'win32') return true
  try {
    execFileSync(file, ['--version'], { stdio: 'ignore', timeout: 20_000 })
    return true
  } catch {
    return false
  }
}
