import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const startMilliseconds = 20_000

/**
 * Returns the path of a Chromium, Chrome or Edge that starts: first `CHROMIUM_PATH`, then the machine's, then Playwright's own. A
 * headless shell comes first: it has the same engine, but needs half the time because it lacks the browser's own pages.
 */
export function findBrowser(): string | undefined {
  const { CHROMIUM_PATH } = process.env
  return CHROMIUM_PATH || [...installedBrowsers(), chromium.executablePath()].find(starts)
}

function installedBrowsers(): string[] {
  const { PATH = '', LOCALAPPDATA = '', ProgramFiles = '', 'ProgramFiles(x86)': ProgramFiles86 = '' } = process.env
  const join = (folders: string[], files: string[]) =>
    folders.flatMap(folder => files.map(file => path.join(folder, file)))
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    )
  if (process.platform === 'win32')
    return join(
      [ProgramFiles, ProgramFiles86, LOCALAPPDATA],
      ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
    )
  return join(PATH.split(':'), [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
  ])
}

/** Whether the browser can start. Libraries may be missing, and `chromium-browser` may only ask to install a snap. */
function starts(file: string): boolean {
  if (!existsSync(file)) return false
  // On Windows the program has no `--version` and would open a window.
  if (process.platform === 'win32') return true
  try {
    execFileSync(file, ['--version'], { stdio: 'ignore', timeout: startMilliseconds })
    return true
  } catch {
    return false
  }
}
