import path from 'node:path'
import { run, toolEnvironment } from '../../tools/toolchain/run.mjs'
import { copyRepository, remove } from '../copy.ts'

// `rm -r assurance` breaks nothing: in a copy without this folder everything installs by the same lockfile, and lint, types and knip are
// green. Takes about three minutes.
const folder = await copyRepository('without', file => !file.startsWith('assurance/'))
const env = {
  ...toolEnvironment,
  CI: '1',
  PATH: [path.join(folder, 'node_modules/.bin'), toolEnvironment.PATH].join(path.delimiter),
}
const steps: [string, ...string[]][] = [
  ['git', 'init', '--quiet'],
  ['pnpm', 'install', '--frozen-lockfile', '--prefer-offline'],
  ['biome', 'ci', '--error-on-warnings', '.'],
  ['turbo', 'run', 'types', '--output-logs=errors-only'],
  ['knip'],
]

try {
  for (const [program, ...args] of steps) {
    const { code, output, interrupted } = await run(program, args, { cwd: folder, env, quiet: true })
    if (interrupted) process.exit(130)
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${program} ${args.join(' ')}`)
    if (code === 0) continue
    console.error(output)
    process.exitCode = 1
    break
  }
} finally {
  remove(folder)
}
