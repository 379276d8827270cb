// `pnpm latchkey upgrade v1.4`: merges a version of Latchkey into this repository, without a commit. It needs only Node and git, so
// it also runs before the dependencies are installed: `node tools/upgrade.mjs v1.4`. docs/upgrading.md explains it.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

/** The product's files. An update never changes them. */
const productPaths = [
  'apps/api/src/product',
  'apps/web/src/product',
  'packages/contracts/src/product',
  'packages/contracts/src/product.ts',
  'packages/contracts/src/brand.ts',
  'prisma/schema/product.prisma',
  'e2e/product',
  // These hold the product's part beside what upstream's own tools and tests read.
  'apps/web/gallery/product-states.ts',
  'e2e/fixtures/product.ts',
  'prisma/product-roles.sql',
]
/** Folders that a team may delete. They stay deleted. */
const optionalPaths = ['assurance']

/** The codes of git's status for a file with conflicts. For git, "us" is this repository and "them" is upstream. */
const conflicts = {
  UU: 'you and upstream changed the same lines',
  AA: 'you and upstream added it',
  DU: 'you deleted it, upstream changed it',
  UD: 'you changed it, upstream deleted it',
}

/** Generated files, and the command that writes each. */
const generated = {
  'pnpm-lock.yaml': 'npx pnpm install',
  'docs/openapi.json': 'npx pnpm openapi',
}

const howToUndo = '\nUndo everything with: git merge --abort'

/** An error that a person can fix. The message is shown without a stack. */
class Refusal extends Error {}

try {
  const { version, from } = readArguments()
  requireCleanTree()
  const commit = fetchVersion(version, from)
  if (!merge(commit)) console.log(`Version ${version} is already part of this repository. Nothing was changed.`)
  else report(version, putBack([...productPaths, ...optionalPaths.filter(path => !isTracked(path))]))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(`latchkey upgrade: ${error.message}`)
  process.exitCode = 1
}

function readArguments() {
  const usage = 'Say which version: pnpm latchkey upgrade v1.4 [--from REMOTE-OR-ADDRESS]'
  try {
    const { values, positionals } = parseArgs({
      options: { from: { type: 'string', default: 'upstream' } },
      allowPositionals: true,
    })
    const [version = '', ...rest] = positionals
    // The name of a tag. It must not look like an option or a pattern to git.
    if (/^\w[\w./-]*$/.test(version) && rest.length === 0 && !/^-|^$/.test(values.from))
      return { version, from: values.from }
  } catch {
    // An unknown option.
  }
  throw new Refusal(usage)
}

function requireCleanTree() {
  const top = git('rev-parse', '--show-toplevel')
  if (top.code !== 0) throw new Refusal('This is not a git repository.')
  process.chdir(top.out.trim())
  if (git('rev-parse', '--verify', '--quiet', 'MERGE_HEAD').code === 0)
    throw new Refusal('A merge is under way. Finish it with git commit, or undo it with git merge --abort.')
  const changed = git('status', '--porcelain').out
  if (changed) throw new Refusal(`Commit or stash your changes first:\n\n${changed}`)
}

/** @param {string} version @param {string} from @returns the commit that the tag names */
function fetchVersion(version, from) {
  const isAddress = /[/:\\]/.test(from)
  if (!isAddress && git('remote', 'get-url', from).code !== 0)
    throw new Refusal(
      `There is no remote named ${from}. Add it once, with the address of Latchkey's repository:\n\n  git remote add ${from} ADDRESS`,
    )
  // The tag is not stored: this repository may have its own tags with the same names.
  const fetched = git('fetch', '--quiet', '--no-tags', from, `refs/tags/${version}`)
  if (/couldn't find remote ref/i.test(fetched.err))
    throw new Refusal(`${from} has no version ${version}. List its versions with: git ls-remote --tags ${from}`)
  if (fetched.code !== 0) throw new Refusal(`${from} could not be fetched.\n\n${fetched.err}`)
  return git('rev-parse', '--verify', 'FETCH_HEAD^{commit}').out.trim()
}

/** Merges without a commit. Returns false if there is nothing to merge. @param {string} commit */
function merge(commit) {
  if (git('merge-base', '--is-ancestor', commit, 'HEAD').code === 0) return false
  // When upstream renames a folder, git must not move the product's own files with it.
  const merged = git('-c', 'merge.directoryRenames=false', 'merge', '--no-commit', '--no-ff', commit)
  if (git('rev-parse', '--verify', '--quiet', 'MERGE_HEAD').code === 0) return true
  if (/unrelated histories/.test(merged.err))
    throw new Refusal(
      'This repository does not share its history with Latchkey, so git cannot merge it. docs/upgrading.md says what to do.',
    )
  throw new Refusal(`git could not merge ${commit}.\n\n${merged.out}${merged.err}`)
}

/** Restores these paths to their state before the merge. @param {string[]} paths @returns the product's files that the merge had changed */
function putBack(paths) {
  const changed = linesOf(git('diff', '--name-only', 'HEAD', '--', ...productPaths).out)
  // Remove everything first: checkout does not remove a file with conflicts that the last commit does not have.
  const removed = git('rm', '-r', '--force', '--quiet', '--ignore-unmatch', '--', ...paths)
  const mine = paths.filter(isTracked)
  const restored = mine.length > 0 ? git('checkout', 'HEAD', '--', ...mine) : removed
  for (const { code, err } of [removed, restored])
    if (code !== 0) throw new Refusal(`git could not restore your files.\n\n${err}${howToUndo}`)
  return changed
}

/** @param {string} version @param {string[]} kept */
function report(version, kept) {
  if (kept.length > 0) console.log(`Kept as yours, though upstream changed its own example there:\n${listOf(kept)}\n`)
  const open = linesOf(git('status', '--porcelain').out)
    .map(line => ({ code: line.slice(0, 2), file: line.slice(3) }))
    .filter(({ code }) => /U|AA|DD/.test(code))
  if (open.length > 0) return reportConflicts(version, open)
  console.log(`Version ${version} is merged and not committed yet.

Next:
  git diff --cached        read what changes
  npm test -- --all        installs what is new and tests everything
  git commit --no-edit
${howToUndo}`)
}

/** @param {string} version @param {{ code: string, file: string }[]} open */
function reportConflicts(version, open) {
  const files = open.map(
    ({ code, file }) => `${file}  (${conflicts[/** @type {keyof typeof conflicts} */ (code)] ?? code})`,
  )
  const hints = Object.entries(generated)
    .filter(([name]) => open.some(({ file }) => file === name))
    .map(([file, command]) => `${file} is generated: ${command}, then git add it`)
  console.error(`Version ${version} is merged, except for ${open.length === 1 ? 'one file' : `${open.length} files`}:
${listOf(files)}

Next:
${listOf(['edit each file, then: git add FILE    (or: git rm FILE)', ...hints, 'npm test', 'git commit --no-edit'])}
${howToUndo}`)
  process.exitCode = 1
}

/** Whether the last commit holds this path. @param {string} path */
function isTracked(path) {
  return git('ls-tree', 'HEAD', '--', path).out !== ''
}

/** @param {string[]} items */
function listOf(items) {
  return items.map(item => `  ${item}`).join('\n')
}

/** @param {string} text */
function linesOf(text) {
  return text.split('\n').filter(Boolean)
}

/** @param {...string} args */
function git(...args) {
  // Some of git's output is parsed here, so it must be in English. `quotePath` keeps file names unescaped.
  const env = { ...process.env, LC_ALL: 'C' }
  const { status, stdout, stderr, error } = spawnSync('git', ['-c', 'core.quotePath=false', ...args], {
    encoding: 'utf8',
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) throw new Refusal(`git could not start: ${error.message}`)
  return { code: status, out: stdout, err: stderr }
}
