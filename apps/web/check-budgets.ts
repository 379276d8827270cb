import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { type Language, languages } from '@latchkey/contracts/words/language'

interface Chunk {
  file: string
  isEntry?: boolean
  css?: string[]
  imports?: string[]
}

/** The words of a room. Each language is counted, and the longest decides. */
const words = (...rooms: string[]) => rooms.map(room => `../../packages/contracts/src/words/en/${room}.ts`)
const exampleWords = '../../packages/contracts/src/product/words/en/example.ts'

const layout = ['src/signed-in-layout.tsx', ...words('shell', 'ends')]
const newPassword = ['src/platform/ui/strength.ts', ...words('strength', 'strength-reasons', 'all-fields')]

interface Budget {
  page: string
  /** The page that its route loads. Without one, it is part of the entry. */
  module?: string
  /** In kB of JavaScript and CSS, as served: compressed by the build. A phone must not wait for these pages (ADR 032). */
  most: number
  /** What it loads besides: its layout, its words, and the hint of a new password. */
  also?: string[]
}

const budgets: Budget[] = [
  { page: 'sign-in', most: 100 },
  {
    page: 'sign-in with five providers',
    most: 100,
    // With the marks of all of them.
    also: ['_providers-', ...words('providers')],
  },
  {
    page: 'second step',
    module: 'src/auth/second-step/second-step-page.tsx',
    most: 115,
    also: words('second-step', 'lost-factors', 'times', 'all-fields'),
  },
  {
    page: 'return from a provider',
    module: 'src/auth/identities/with-page.tsx',
    most: 120,
    also: words('with-provider', 'second-step', 'email-code', 'send-again', 'all-fields'),
  },
  {
    page: 'confirmed elsewhere',
    module: 'src/auth/identities/confirmed-page.tsx',
    most: 115,
    also: words('with-provider'),
  },
  {
    page: 'code by mail',
    module: 'src/auth/email-codes/email-code-page.tsx',
    most: 116,
    also: words('email-code', 'send-again', 'all-fields'),
  },
  {
    page: 'sign-up with its hint',
    module: 'src/auth/sign-up/sign-up-page.tsx',
    most: 165,
    also: [...newPassword, ...words('sign-up', 'send-again')],
  },
  {
    page: 'confirmed address, with the hint',
    module: 'src/auth/sign-up/verify-page.tsx',
    most: 165,
    also: [...newPassword, ...words('sign-up', 'links')],
  },
  {
    page: 'new password with its hint',
    module: 'src/auth/recovery/reset-page.tsx',
    most: 165,
    also: [...newPassword, ...words('recovery', 'links')],
  },
  {
    page: 'forgotten password',
    module: 'src/auth/recovery/forgot-page.tsx',
    most: 115,
    also: words('recovery', 'send-again'),
  },
  {
    page: 'not me',
    module: 'src/auth/recovery/not-me-page.tsx',
    most: 116,
    also: words('recovery', 'links', 'all-fields'),
  },
  {
    page: 'kept account',
    module: 'src/auth/recovery/keep-page.tsx',
    most: 115,
    also: words('recovery', 'links', 'all-fields'),
  },
  {
    page: 'address that stays',
    module: 'src/auth/recovery/cancel-email-page.tsx',
    most: 115,
    also: words('recovery', 'links', 'all-fields'),
  },
  {
    page: 'factors that stay',
    module: 'src/auth/lost-factors/keep-factors-page.tsx',
    most: 115,
    also: words('lost-factors', 'links', 'all-fields'),
  },
  { page: 'deleted account', module: 'src/auth/recovery/deleted-page.tsx', most: 115, also: words('recovery') },
  {
    page: 'settings',
    module: 'src/auth/account/settings-page.tsx',
    most: 131,
    also: [...layout, ...words('account', 'without-password', 'all-fields', 'times', 'strength')],
  },
  {
    page: 'changed address',
    module: 'src/auth/account/confirm-email-page.tsx',
    most: 130,
    also: [...layout, ...words('account', 'links', 'all-fields')],
  },
  {
    page: 'devices',
    module: 'src/auth/devices/devices-page.tsx',
    most: 130,
    also: [...layout, ...words('devices', 'times', 'clients', 'all-fields')],
  },
  {
    page: 'activity',
    module: 'src/auth/activity/activity-page.tsx',
    most: 130,
    also: [...layout, ...words('activity', 'times', 'clients', 'devices')],
  },
  {
    page: 'overview of the account',
    module: 'src/auth/account/overview/overview-page.tsx',
    most: 130,
    also: [...layout, ...words('overview', 'factors', 'linked-accounts', 'times', 'clients', 'all-fields')],
  },
  {
    page: 'new app',
    module: 'src/auth/factors/add-app-page.tsx',
    most: 130,
    also: [...layout, ...words('factors', 'second-step', 'all-fields')],
  },
  {
    page: 'new passkey',
    module: 'src/auth/factors/add-passkey-page.tsx',
    most: 130,
    also: [...layout, ...words('factors', 'second-step', 'all-fields')],
  },
  {
    page: 'recovery codes',
    module: 'src/auth/factors/recovery-codes-page.tsx',
    most: 130,
    also: [...layout, ...words('factors', 'all-fields')],
  },
  {
    page: 'people, for admins',
    module: 'src/auth/admin/admin-page.tsx',
    most: 140,
    also: [...layout, ...words('admin', 'not-found', 'times', 'clients', 'devices', 'activity')],
  },
  { page: 'example', module: 'src/product/example/example-page.tsx', most: 130, also: [...layout, exampleWords] },
  {
    page: 'notes',
    module: 'src/product/notes/notes-page.tsx',
    most: 130,
    also: [...layout, ...words('times', 'all-fields')],
  },
  {
    page: 'mailbox',
    module: 'src/platform/mailbox/mailbox-page.tsx',
    most: 130,
    also: words('mailbox', 'times', 'not-found'),
  },
]
const dist = path.join(import.meta.dirname, 'dist')
const manifest: Record<string, Chunk> = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'))
const entries = Object.keys(manifest).filter(name => manifest[name]?.isEntry)

/** The files of a chunk, of its static imports, and their styles. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  // A chunk of several modules has the name of its group.
  const chunk = manifest[name] ?? manifest[Object.keys(manifest).find(key => key.startsWith(name)) ?? '']
  if (!chunk) throw new Error(`The build has no chunk for ${name}: correct check-budgets.ts.`)
  if (seen.has(chunk.file)) return seen
  for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file)
  for (const imported of chunk.imports ?? []) filesOf(imported, seen)
  return seen
}

/** The build compresses no file that is too small to gain from it. */
const bytesServed = (file: string) => statSync(existsSync(`${file}.br`) ? `${file}.br` : file).size

function bytesIn(language: Language, names: string[]): number {
  const spoken = names.map(name => name.replace('/words/en/', `/words/${language}/`))
  const files = new Set(['scheme.js', ...spoken.flatMap(name => [...filesOf(name)])])
  return [...files].reduce((sum, file) => sum + bytesServed(path.join(dist, file)), 0)
}

const withoutBudget = Object.keys(manifest).filter(
  name => name.endsWith('-page.tsx') && !budgets.some(({ module }) => module === name),
)
for (const name of withoutBudget) {
  process.stdout.write(`${name} has no budget: add one to check-budgets.ts\n`)
  process.exitCode = 1
}

for (const { page, module, most, also = [] } of budgets) {
  const names = [...entries, ...words('web'), ...(module ? [module] : []), ...also]
  const kB = Math.max(...languages.map(language => bytesIn(language, names))) / 1000
  const excess = kB > most ? `, ${(kB - most).toFixed(2)} kB over` : ''
  process.stdout.write(`${page}: ${kB.toFixed(2)} of ${most} kB${excess}\n`)
  if (kB > most) process.exitCode = 1
}
