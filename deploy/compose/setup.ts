import { chown } from 'node:fs/promises'
import { makeSecrets } from './make-secrets.ts'

// Runs as root before everything else of compose.yaml, at each `up`. It has no network, and of root's rights only that to give files away.

/** The users of the images: of Dockerfile, and of Postgres's image on Debian. */
const uids = { api: 10_001, postgres: 999 }

try {
  const isNew = await makeSecrets({
    api: { path: '/secrets/api', uid: uids.api },
    database: { path: '/secrets/database', uid: uids.postgres },
    data: '/database',
  })
  // Docker creates the folder of a volume as root.
  await chown('/backups', uids.api, uids.api)
  process.stdout.write(
    isNew ? 'New secrets were made. Back them up: docs/deploy.md says how.\n' : 'The secrets are there, and stay.\n',
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
