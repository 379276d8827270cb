import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const startMilliseconds = 20_000

/**
 * A Chromium, Chrome or Edge that starts: the one that `CHROMIUM_PATH` names, else the machine's, else Playwright's own. One without
 * windows goes first: the same engine without the browser's own pages, which take half of its time.
 */
export function findBrowser(): string | undefined {
  const { CHROMIUM_PATH } = process.env
  return CHROMIUM_PATH || [...usualPlaces(), chromium.executablePath()].find(starts)
}

function usualPlaces(): string[] {
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

/** Whether it does more than exist: libraries may be missing, and a `chromium-browser` may only tell to install a snap. */
function starts(file: string): boolean {
  if (!existsSync(file)) return false
  // There, the program has no `--version` and would open a window.
  if (process.platform === 'win32') return true
  try {
    execFileSync(file, ['--version'], { stdio: 'ignore', timeout: startMilliseconds })
    return true
  } catch {
    return false
  }
}
