import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const script = join(import.meta.dirname, 'upgrade.mjs')
const cli = join(import.meta.dirname, '../apps/api/src/auth/admin/cli.ts')
const scratch = mkdtempSync(join(tmpdir(), 'latchkey-upgrade-'))
afterAll(() => rmSync(scratch, { recursive: true }))

// Without the machine's own git settings: no name, no hooks, no signing.
const env = {
  PATH: process.env.PATH,
  GIT_CONFIG_GLOBAL: join(import.meta.dirname, 'nothing-here'),
  GIT_CONFIG_NOSYSTEM: '1',
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' },
}

function repository(folder: string) {
  const run = (program: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' })
    return { code: status, output: stdout + stderr }
  }
  const git = (...args: string[]) => {
    const { code, output } = run('git', ...args)
    if (code !== 0) throw new Error(`git ${args.join(' ')}: ${output}`)
    return output
  }
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return {
    folder,
    git,
    write,
    upgrade: (...args: string[]) => run(process.execPath, script, ...args),
    latchkey: (...args: string[]) => run(process.execPath, cli, ...args),
    read: (file: string) => readFileSync(join(folder, file), 'utf8'),
    has: (file: string) => existsSync(join(folder, file)),
    commit(files: Record<string, string | null>, tag?: string) {
      for (const [file, text] of Object.entries(files))
        if (text === null) git('rm', '-r', '--quiet', file)
        else write(file, text)
      git('add', '--all')
      git('commit', '--quiet', '--message', 'Change')
      if (tag) git('tag', tag)
    },
  }
}

const rule = 'apps/api/src/auth/limits/rules.ts'
const notes = 'apps/api/src/product/notes/service.ts'
const schema = 'prisma/schema/product.prisma'

/** Latchkey at v1.0, and a team's clone with a feature of its own. */
beforeAll(() => {
  mkdirSync(join(scratch, 'template/latchkey'), { recursive: true })
  const upstream = repository(join(scratch, 'template/latchkey'))
  upstream.git('init', '--quiet')
  upstream.commit(
    { [rule]: 'tries = 10\n', [notes]: 'notes 1\n', [schema]: 'Note\n', 'assurance/asvs.md': 'asvs 1\n' },
    'v1.0',
  )
  upstream.git('clone', '--quiet', '--origin', 'upstream', upstream.folder, join(scratch, 'template/team'))
  const team = repository(join(scratch, 'template/team'))
  team.git('remote', 'set-url', 'upstream', '../latchkey')
  team.commit({ 'apps/api/src/product/orders/service.ts': 'orders\n', [schema]: 'Note\nOrder\n' })
})

function upstreamAndTeam() {
  const folder = mkdtempSync(join(scratch, 'test-'))
  cpSync(join(scratch, 'template'), folder, { recursive: true })
  return { upstream: repository(join(folder, 'latchkey')), team: repository(join(folder, 'team')) }
}

describe('an update', () => {
  test('is merged but not committed', () => {
    const { upstream, team } = upstreamAndTeam()
    upstream.commit({ [rule]: 'tries = 5\n', 'apps/api/src/auth/totp/service.ts': 'totp\n' }, 'v1.4')
    const before = team.git('rev-parse', 'HEAD')

    const { code, output } = team.upgrade('v1.4')

    expect(output).toContain('Version v1.4 is merged and not committed yet.')
    expect(output).toContain('npm test')
    expect(code).toBe(0)
    expect(team.read(rule)).toBe('tries = 5\n')
    expect(team.has('apps/api/src/auth/totp/service.ts')).toBe(true)
    expect(team.read('apps/api/src/product/orders/service.ts')).toBe('orders\n')
    expect(team.git('rev-parse', 'HEAD')).toBe(before)
    team.git('commit', '--no-edit', '--quiet')
    expect(team.upgrade('v1.4')).toMatchObject({ code: 0, output: expect.stringContaining('already part') })
  })

  test('leaves the product unchanged, even where upstream changed, added or deleted files, or the team deleted them', () => {
    const { upstream, team } = upstreamAndTeam()
    team.commit({ [notes]: null, 'packages/contracts/src/brand.ts': 'name = Acme\n' })
    upstream.commit({
      [notes]: 'notes 2\n',
      [schema]: 'Note 2\n',
      'apps/web/src/product/new-example/page.tsx': 'page\n',
      'packages/contracts/src/brand.ts': 'name = Latchkey 2\n',
      [rule]: 'tries = 5\n',
    })
    upstream.git('tag', '--annotate', '--message', 'Version 1.4', 'v1.4')

    const { code, output } = team.upgrade('v1.4')

    expect(output).toContain(`Kept as yours, though upstream changed its own example there:`)
    expect(output).toContain(`  ${schema}\n`)
    expect(code).toBe(0)
    expect(team.read(rule)).toBe('tries = 5\n')
    expect(team.read(schema)).toBe('Note\nOrder\n')
    expect(team.read('packages/contracts/src/brand.ts')).toBe('name = Acme\n')
    expect(team.has(notes)).toBe(false)
    expect(team.has('apps/web/src/product/new-example/page.tsx')).toBe(false)
    expect(team.git('status', '--porcelain')).toBe(`M  ${rule}\n`)
  })

  test('stops if both changed the same lines, names the files, and can be undone', () => {
    const { upstream, team } = upstreamAndTeam()
    team.commit({ [rule]: 'tries = 20\n', 'pnpm-lock.yaml': 'orders\n' })
    upstream.commit({ [rule]: 'tries = 5\n', [notes]: 'notes 2\n', 'pnpm-lock.yaml': 'totp\n' }, 'v1.4')

    const { code, output } = team.upgrade('v1.4')

    expect(code).toBe(1)
    expect(output).toContain('Version v1.4 is merged, except for 2 files:')
    expect(output).toContain(`${rule}  (you and upstream changed the same lines)`)
    expect(output).toContain('pnpm-lock.yaml is generated: npx pnpm install')
    expect(team.read(notes)).toBe('notes 1\n')
    expect(team.upgrade('v1.4')).toMatchObject({ code: 1, output: expect.stringContaining('A merge is under way.') })
    team.git('merge', '--abort')
    expect(team.read(rule)).toBe('tries = 20\n')
    expect(team.git('status', '--porcelain')).toBe('')
  })

  test('does not bring back folders that a team may delete', () => {
    const { upstream, team } = upstreamAndTeam()
    team.commit({ assurance: null })
    upstream.commit({ 'assurance/asvs.md': 'asvs 2\n', 'assurance/new.md': 'new\n', [rule]: 'tries = 5\n' }, 'v1.4')

    const { code, output } = team.upgrade('v1.4')

    expect(output).not.toContain('Kept as yours')
    expect(code).toBe(0)
    expect(team.has('assurance')).toBe(false)
    expect(team.git('status', '--porcelain')).toBe(`M  ${rule}\n`)
  })

  test('reports a file that the team deleted and upstream changed', () => {
    const { upstream, team } = upstreamAndTeam()
    team.commit({ [rule]: null })
    upstream.commit({ [rule]: 'tries = 5\n' }, 'v1.4')

    const { code, output } = team.upgrade('v1.4')

    expect(output).toContain('except for one file:')
    expect(output).toContain(`${rule}  (you deleted it, upstream changed it)`)
    expect(code).toBe(1)
  })
})

test('latchkey upgrade takes an update from the remote in --from', () => {
  const { upstream, team } = upstreamAndTeam()
  upstream.commit({ [rule]: 'tries = 5\n' }, 'v1.4')
  team.git('remote', 'rename', 'upstream', 'latchkey')

  expect(team.latchkey('upgrade', 'v1.4').code).toBe(1)
  expect(team.latchkey('upgrade', 'v1.4', '--from', 'latchkey')).toMatchObject({
    code: 0,
    output: expect.stringContaining('Version v1.4 is merged'),
  })
})

describe('an update is refused and changes nothing', () => {
  test.each([
    ['an uncommitted change', rule],
    ['an untracked file', 'draft.md'],
  ])('with %s', (_, file) => {
    const { upstream, team } = upstreamAndTeam()
    upstream.commit({ [rule]: 'tries = 5\n' }, 'v1.4')
    team.write(file, 'half done\n')

    const { code, output } = team.upgrade('v1.4')

    expect(output).toContain('Commit or stash your changes first:')
    expect(output).toContain(file)
    expect(code).toBe(1)
    expect(team.read(file)).toBe('half done\n')
  })

  test('without the remote, and it says how to add one; --from can name another', () => {
    const { upstream, team } = upstreamAndTeam()
    upstream.commit({ [rule]: 'tries = 5\n' }, 'v1.4')
    team.git('remote', 'remove', 'upstream')

    expect(team.upgrade('v1.4')).toMatchObject({
      code: 1,
      output: expect.stringContaining('git remote add upstream ADDRESS'),
    })
    expect(team.upgrade('v1.4', '--from', upstream.folder).code).toBe(0)
    expect(team.read(rule)).toBe('tries = 5\n')
  })

  test('with a version that upstream does not have', () => {
    const { team } = upstreamAndTeam()
    expect(team.upgrade('v9')).toMatchObject({
      code: 1,
      output: expect.stringContaining(
        'upstream has no version v9. List its versions with: git ls-remote --tags upstream',
      ),
    })
  })

  test('in a repository without a shared history', () => {
    const { upstream, team } = upstreamAndTeam()
    upstream.git('checkout', '--quiet', '--orphan', 'other')
    upstream.commit({ [rule]: 'tries = 5\n' }, 'v2.0')

    expect(team.upgrade('v2.0')).toMatchObject({ code: 1, output: expect.stringContaining('docs/upgrading.md') })
    expect(team.git('status', '--porcelain')).toBe('')
  })

  test.each([
    ['no version', []],
    ['an option in place of a version', ['--upload-pack=touch']],
    ['two versions', ['v1.4', 'v1.5']],
    ['an option in place of a remote', ['v1.4', '--from=--upload-pack=touch']],
  ])('with %s', (_, args) => {
    const { team } = upstreamAndTeam()
    expect(team.upgrade(...args)).toMatchObject({ code: 1, output: expect.stringContaining('Say which version') })
  })
})
