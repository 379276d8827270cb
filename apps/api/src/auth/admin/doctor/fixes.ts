import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import * as z from 'zod/mini'
import { type Finding, note, warning } from './finding.ts'

const run = promisify(execFile)
const repository = path.resolve(import.meta.dirname, '../../../../../..')
const list = 'security-fixes.json'
const fetchWithinMs = 15_000

/** The list that each release has: a fix, the version that brought it, and what it prevents. */
export const Fixes = z.array(
  z.object({
    id: z.string().check(z.regex(/^LK-\d{4}-\d{3}$/)),
    version: z.string().check(z.regex(/^\d+\.\d+\.\d+$/)),
    severity: z.enum(['low', 'medium', 'high', 'critical']),
    title: z.string(),
  }),
)

/** Git and ssh fail where they would ask for a password: nothing may answer, and the command would seem to hang. */
const unattended = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  GIT_SSH_COMMAND: `${process.env.GIT_SSH_COMMAND ?? 'ssh'} -oBatchMode=yes`,
})

/** Compares this clone's list of security fixes with that of the git remote `upstream`. */
export async function examineFixes(folder = repository): Promise<Finding[]> {
  const git = (...args: string[]) => run('git', ['-C', folder, ...args], { timeout: fetchWithinMs, env: unattended() })
  // A container has neither the history nor git, and git reads no clone of another user (CVE-2022-24765).
  const isClone = await git('rev-parse', '--git-dir').then(
    () => true,
    () => false,
  )
  if (!isClone)
    return [
      note(
        'missing-fixes',
        'There is no git clone here that this user may read, as in a container, so it is unknown which security fixes are missing. Run it in the clone: pnpm latchkey doctor',
      ),
    ]
  try {
    // Nothing is merged, and no branch of this clone moves.
    await git('fetch', '--quiet', '--no-tags', 'upstream', 'HEAD')
    const { stdout } = await git('show', `FETCH_HEAD:${list}`)
    const upstream = Fixes.parse(JSON.parse(stdout))
    const ours = new Set(Fixes.parse(JSON.parse(await readFile(path.join(folder, list), 'utf8'))).map(({ id }) => id))
    return upstream
      .filter(({ id }) => !ours.has(id))
      .map(({ id, version, severity, title }) =>
        warning(
          'missing-fixes',
          `${id} (${severity}): ${title} Version ${version} has it: pnpm latchkey upgrade v${version}`,
        ),
      )
  } catch {
    return [
      note(
        'missing-fixes',
        'The git remote "upstream" could not be asked, so it is unknown which security fixes are missing. docs/upgrading.md says how to add it.',
      ),
    ]
  }
}
