import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
const src = 'apps/api/src'

/** A file, an import that the linter must refuse in it, and how the linter's message starts. */
const breaches = [
  ['platform/http/route.ts', '../../auth/sessions/guard.ts', 'platform knows'],
  ['platform/context.ts', '../auth/account/users.ts', 'platform knows'],
  ['platform/jobs/purge.ts', '../../product/notes/service.ts', 'platform knows'],
  ['platform/jobs/feature.ts', '../../features.ts', 'platform knows'],
  ['auth/sign-in/routes.ts', '../../product/notes/service.ts', 'auth knows'],
  ['auth/sign-in/service.ts', '../../product/notes/service.ts', 'auth knows'],
  ['auth/sessions/cache/entry.ts', '../../../product/notes/service.ts', 'auth knows'],
  ['auth/notices/jobs.ts', '../../features.ts', 'auth knows'],
  ['auth/sign-in/gate.ts', '../../product/notes/service.ts', 'auth knows'],
  ['auth/sign-in/service.ts', '../sessions/store.ts', 'Of another room'],
  ['auth/sign-in/service.ts', '../sessions/device-store.ts', 'Of another room'],
  ['auth/sign-in/service.ts', '../sessions/cache/store.ts', 'Of another room'],
  ['auth/sign-in/gate.ts', '../sessions/store.ts', 'Of another room'],
  ['auth/recovery/jobs.ts', '../sign-up/jobs.ts', 'Of another room'],
  ['auth/recovery/routes.ts', '../sign-up/routes.ts', 'Of another room'],
  ['auth/recovery/feature.ts', '../sign-up/feature.ts', 'Of another room'],
  ['auth/sessions/service.ts', './cache/store.ts', 'Of another room'],
  ['auth/sessions/cache/session-cache.ts', '../events/store.ts', 'Of another room'],
  ['auth/sessions/cache/session-cache.ts', '../routes.ts', 'Of another room'],
  ['auth/audit-log/chain/service.ts', '../../account/store.ts', 'Of another room'],
  ['auth/sessions/leaked-tokens/service.ts', '../../challenges/store.ts', 'Of another room'],
  ['product/notes/service.ts', '../../auth/sessions/store.ts', 'Of another room'],
  ['product/notes/service.ts', '../../auth/sessions/cache/store.ts', 'Of another room'],
  ['product/notes/routes.ts', '../example/routes.ts', 'Of another room'],
  ['auth/recovery/service.ts', '../sessions/start-session.ts', 'Only the gate'],
  ['auth/sessions/service.ts', './start-session.ts', 'Only the gate'],
  ['product/notes/service.ts', '../../auth/sessions/start-session.ts', 'Only the gate'],
  ['auth/sessions/service.ts', 'fastify', 'Only routes'],
  ['auth/account/store.ts', '../../platform/http/route.ts', 'Only routes'],
  ['auth/sessions/leaked-tokens/service.ts', '../../../platform/http/route.ts', 'Only routes'],
  ['product/notes/service.ts', '../../platform/http/route.ts', 'Only routes'],
  ['product/notes/store.ts', 'pg', 'Only packages/database'],
] as const

/** Imports that the linter must allow. */
const allowed = [
  ['platform/http/route.ts', '@latchkey/contracts/auth/sessions'],
  ['platform/features.ts', './http/reports/routes.ts'],
  ['auth/sign-in/gate.ts', '../sessions/start-session.ts'],
  ['auth/sign-in/service.ts', '../sessions/service.ts'],
  ['auth/sessions/leaked-tokens/service.ts', '../store.ts'],
  ['auth/sessions/service.ts', './device-store.ts'],
  ['auth/account/jobs.ts', '../../platform/jobs/jobs.ts'],
  ['auth/account/feature.ts', '../../platform/feature.ts'],
  ['auth/account/feature.ts', './routes.ts'],
  ['product/notes/service.ts', '../../auth/account/change-account.ts'],
] as const

type Import = readonly [file: string, imported: string, ...unknown[]]

/** Runs the repository's linter on files with only these imports; returns `file import: message` for each finding. */
function lint(imports: readonly Import[]): string[] {
  const directory = mkdtempSync(path.join(tmpdir(), 'walls-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const { overrides } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'))
  writeFileSync(path.join(directory, 'biome.json'), JSON.stringify({ root: true, overrides }))
  for (const [file, lines] of Map.groupBy(imports, ([file]) => file)) {
    const target = path.join(directory, src, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, lines.map(([, imported]) => `import '${imported}'\n`).join(''))
  }
  const biome = path.join(root, 'node_modules/.bin/biome')
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json', '--max-diagnostics=none', '.']
  const { stdout } = spawnSync(biome, args, { cwd: directory, encoding: 'utf8' })
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { message: string; location: { path: string; start: { line: number } } }[]
  }
  return diagnostics.map(({ message, location }) => {
    const file = path.relative(src, location.path)
    const imported = imports.filter(each => each[0] === file)[location.start.line - 1]?.[1]
    return `${file} ${imported}: ${message}`
  })
}

describe('the linter', () => {
  it('refuses imports across boundaries, in nested folders too', () => {
    const said = lint(breaches)
    const missed = breaches.filter(
      ([file, imported, wall]) => !said.some(each => each.startsWith(`${file} ${imported}: ${wall}`)),
    )
    expect(missed).toEqual([])
  })

  it('allows services and primitives everywhere', () => {
    expect(lint(allowed)).toEqual([])
  })
})

/**
 * Files that read a system clock: the clock, code that sets it from the database, and the
 * stream of guards, which compare their clock with it.
 */
const clocks = [
  'auth/guards/service.ts',
  'platform/clock.ts',
  'open-deps.ts',
  'auth/sessions/cache/announcements.ts',
  'auth/sessions/cache/queue-alarm.ts',
  'auth/sessions/cache/session-cache.ts',
]

describe('the time', () => {
  it('is read from deps.clock, except in these files', () => {
    const files = globSync('**/*.ts', { cwd: path.join(root, src) }).filter(file => !file.endsWith('.test.ts'))
    const reading = files.filter(file =>
      /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b|\bhrtime\b/.test(
        readFileSync(path.join(root, src, file), 'utf8'),
      ),
    )
    expect(reading.sort()).toEqual(clocks.sort())
  })
})
