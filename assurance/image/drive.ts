import { createSite } from './site.ts'
import { driveApi } from './steps/api.ts'
import { driveFiles } from './steps/files.ts'
import { drivePostgres } from './steps/postgres.ts'
import { driveSecrets } from './steps/secrets.ts'

// Runs within the private loopback that run.ts makes.
const site = await createSite()
try {
  await driveFiles(site)
  await driveSecrets(site)
  await drivePostgres(site)
  await driveApi(site)
} finally {
  await site.close()
}
const { passed, failed } = site.told
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0
