import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, root, run, toolEnvironment } from './run.mjs'

const oldestNode = 20
const stamp = join(root, 'node_modules', '.installed')

/**
 * Installs the dependencies if they differ from the lockfile. This needs only Node and npm: pnpm comes from the registry,
 * and everything runs on the Node version in the lockfile. Throws a `Failure` if Node is too old or the installation fails.
 */
export async function ensureInstalled() {
  if (Number.parseInt(process.versions.node, 10) < oldestNode)
    throw new Failure(
      `This needs Node ${oldestNode} or newer; this is ${process.version}. Get it from https://nodejs.org.`,
    )
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return

  process.stdout.write('Installing what is missing …\n')
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { code, output, interrupted } = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    // With `CI` set, pnpm replaces an incompatible installation without a question.
    env: { ...toolEnvironment, CI: '1' },
    quiet: true,
  })
  if (interrupted) process.exit(code)
  if (code !== 0) throw new Failure(`${output}\n${explain(output)}`)
  writeFileSync(stamp, fingerprint())
}

/** A hash of everything that determines the installed dependencies. */
function fingerprint() {
  const packages = ['apps', 'packages'].flatMap(folder =>
    readdirSync(join(root, folder)).map(name => `${folder}/${name}`),
  )
  const files = ['.', 'e2e', ...packages].map(folder => `${folder}/package.json`)
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...files.sort()])
    if (existsSync(join(root, file))) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** @param {string} output */
function explain(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|FETCH_FAIL/.test(output))
    return "The dependencies could not be downloaded. Check the network and npm's registry setting, then try again."
  if (/OUTDATED_LOCKFILE/.test(output))
    return 'A package.json has changed, but the lockfile has not. Run `npx pnpm install`, then try again.'
  return 'The dependencies could not be installed. The output of pnpm and npm is above.'
}
