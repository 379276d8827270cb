import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { root, toolEnvironment } from '../../tools/toolchain/run.mjs'
import { installInto } from './install.ts'

const longestStepMs = 600_000
/** A team has a name of its own, and none of this machine's settings of git. */
const gitEnvironment = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' },
}

/** Whether this clone's history has the commit. A shallow clone lacks it. */
export const hasCommit = (commit: string): boolean =>
  spawnSync('git', ['-C', root, 'cat-file', '-e', `${commit}^{commit}`]).status === 0

/**
 * A team's clone of a release, with its own work on top, which is one patch. Upstream is this repository, whose last commit has the tag
 * `next`. Packages are those that are installed here, since no patch adds one.
 */
export function createFork(commit: string, patch: string) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'latchkey-fork-'))
  const folder = path.join(scratch, 'team')
  const upstream = path.join(scratch, 'upstream.git')
  const run = (program: string, args: readonly string[], cwd = folder) => {
    const env = { ...toolEnvironment, ...gitEnvironment, CI: '1' }
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8', timeout: longestStepMs })
    return { code: status, output: stdout + stderr }
  }
  const must = (program: string, ...args: string[]) => {
    const { code, output } = run(program, args)
    if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${output}`)
    return output
  }
  const git = (...args: string[]) => must('git', ...args)

  run('git', ['clone', '--quiet', '--bare', '--shared', root, upstream], scratch)
  run('git', ['-C', upstream, 'tag', 'next', 'HEAD'], scratch)
  run('git', ['clone', '--quiet', '--shared', '--no-checkout', '--origin', 'upstream', upstream, folder], scratch)
  git('checkout', '--quiet', '-b', 'team', commit)
  git('apply', '--index', path.join(import.meta.dirname, patch))
  git('commit', '--quiet', '--message', 'Our product')

  return {
    git,
    must,
    /** By the fork's own tool, as old as the release. */
    upgrade: () => run(process.execPath, ['tools/upgrade.mjs', 'next']),
    /** Files with conflicts. */
    conflicts: () => git('diff', '--name-only', '--diff-filter=U').split('\n').filter(Boolean),
    install: () => installInto(folder),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}
