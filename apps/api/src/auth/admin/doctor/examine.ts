import { type OpenDeps, openDeps } from '../../../open-deps.ts'
import { readSettings, type Settings, SettingsError } from '../../../platform/settings/settings.ts'
import { examineAppUrl } from './app-url.ts'
import { examineDatabase } from './database.ts'
import { error, type Finding, warning } from './finding.ts'
import { examineFixes } from './fixes.ts'
import { type Heard, openHeard } from './heard.ts'
import { examineHashing, examineNode } from './machine.ts'
import { examineMail } from './mail.ts'
import { examineProviders } from './providers.ts'
import { examineProxy } from './proxy.ts'
import { examineSecret } from './secret.ts'

interface Options {
  /** Where a test mail goes. Undefined: none is sent. */
  readonly sendTo?: string | undefined
  /** The version of Node.js that runs this. */
  readonly nodeVersion?: string
  /** The clone whose security fixes are compared. */
  readonly clone?: string
}

/**
 * Looks at everything that is unsafe or will not work, and changes nothing. The settings are those of `environment`. A start
 * refuses the errors of Node.js, of the settings and of the database, or waits until they are mended.
 */
export async function examine(environment: NodeJS.ProcessEnv, options: Options = {}): Promise<Finding[]> {
  const { nodeVersion = process.version, clone } = options
  const always = [...examineNode(nodeVersion), ...(await examineFixes(clone))]
  let settings: Settings
  const heard = openHeard()
  let opened: OpenDeps
  try {
    settings = readSettings(environment)
  } catch (thrown) {
    return [...always, ...problemsOf(thrown).map(problem => error('settings', problem))]
  }
  try {
    opened = await openDeps(settings, { log: heard.log })
  } catch (thrown) {
    return [...always, ...problemsOf(thrown).map(problem => error('data-dir', problem))]
  }
  try {
    return [...always, ...(await examineOpened(opened, heard, options.sendTo))]
  } finally {
    await opened.close()
  }
}

async function examineOpened(opened: OpenDeps, heard: Heard, sendTo: string | undefined): Promise<Finding[]> {
  const { deps } = opened
  const { settings } = deps
  const embedded = settings.production && settings.databaseUrl === undefined
  return [
    ...examineAppUrl(settings),
    ...examineSecret(settings),
    ...(await examineHashing(deps.hasher)),
    ...(embedded
      ? [
          warning(
            'embedded-database',
            'DATABASE_URL: it is not set, so people are kept in the embedded Postgres in DATA_DIR, which is meant for development. Write the address of your Postgres.',
          ),
        ]
      : []),
    ...(await examineDatabase(opened)),
    ...(await examineMail(deps, heard, sendTo)),
    ...(await examineProviders(deps)),
    // Nothing stands before a server of development.
    ...(settings.appUrl.protocol === 'https:' ? await examineProxy(deps) : []),
  ]
}

/** @throws what is no error of the settings */
function problemsOf(thrown: unknown): readonly string[] {
  if (thrown instanceof SettingsError) return thrown.problems
  throw thrown
}
