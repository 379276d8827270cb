import { randomBytes, randomUUID } from 'node:crypto'
import { chown, link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Where the secrets of compose.yaml are kept: a folder for each service that reads them, and who owns its files. */
export interface SecretFolders {
  readonly api: OwnedFolder
  readonly database: OwnedFolder
  /** What Postgres keeps its data in. */
  readonly data: string
}

interface OwnedFolder {
  readonly path: string
  /** The only user that may read the files. */
  readonly uid: number
}

/** The roles of the database that sign in: Postgres's own, the owner of the tables, and the one that the API uses. */
const roles = ['superuser', 'owner', 'api'] as const
const secretBytes = 32
const readableByOwner = 0o600

/**
 * Makes each secret once: passwords of the database, and the settings of the API that hold them. What exists is kept. Returns whether
 * something was made. `settings.env` is written last, so it shows that everything before it is there.
 * @throws if the database has data whose passwords are lost: new ones would not open it, and a new APP_SECRET would sign everybody out
 */
export async function makeSecrets({ api, database, data }: SecretFolders): Promise<boolean> {
  const files = roles.map(role => path.join(database.path, role))
  const settings = path.join(api.path, 'settings.env')
  const found = [...(await filesIn(database.path)), ...(await filesIn(api.path))]
  const missing = [...files, settings].filter(file => !found.includes(file))
  if (missing.length > 0 && (await filesIn(data)).some(isDataOfPostgres))
    throw new Error(
      `The database has data, but ${missing.join(', ')} is missing. Put the saved settings back: docs/deploy.md, "The volumes of the secrets are gone".`,
    )
  for (const file of files) await writeOnce(file, randomSecret())
  const [, owner = '', role = ''] = await Promise.all(missing.includes(settings) ? files.map(readText) : [])
  if (missing.includes(settings)) await writeOnce(settings, settingsText(owner, role))
  // Last: without further rights, root could not read them again.
  for (const file of files) await chown(file, database.uid, database.uid)
  await chown(settings, api.uid, api.uid)
  return missing.length > 0
}

/** Postgres 18 and later keep their data in a folder of their version. */
const isDataOfPostgres = (file: string): boolean => /^\d+$/.test(path.basename(file))

const settingsText = (owner: string, api: string): string =>
  [
    `APP_SECRET=${randomSecret()}`,
    // The network of compose.yaml that holds the database is internal, and no other container is in it.
    `DATABASE_URL=postgres://api:${api}@postgres:5432/latchkey?sslmode=disable`,
    `DATABASE_DIRECT_URL=postgres://latchkey:${owner}@postgres:5432/latchkey?sslmode=disable`,
    '',
  ].join('\n')

/** Of letters, digits, - and _, so no file or address needs quotes or escapes. */
const randomSecret = () => randomBytes(secretBytes).toString('base64url')

const readText = (file: string) => readFile(file, 'utf8')

async function filesIn(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  return (await readdir(folder)).map(name => path.join(folder, name))
}

/** All of the text or nothing, also if the machine stops meanwhile. An existing file stays as it is. */
async function writeOnce(file: string, text: string): Promise<void> {
  // In a container every process has the same id.
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, text, { mode: readableByOwner, flag: 'wx', flush: true })
  try {
    await link(part, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(part)
  }
}
