import { createApp } from '@latchkey/api/app'
import { openDeps } from '@latchkey/api/open-deps'
import { jobHandlers } from '@latchkey/api/platform/feature'
import { readSettings } from '@latchkey/api/platform/settings/settings'
import { applyMigrations } from '@latchkey/database/migrate'

/**
 * The server as `main.ts` runs it, but with much higher limits. The tools know one person, and limits for a person are no
 * setting. With the normal limits, all but the first attempts would be refused unread.
 */
const factor = 10_000
const settings = { ...readSettings(process.env), limitFactors: { person: factor, network: factor } }
const { deps, url, directUrl, readClock, close } = await openDeps(settings)
const app = await createApp(deps)

process.once('SIGTERM', async () => {
  await Promise.all([app.close(), deps.jobs.stop()])
  await close()
  process.exit()
})

await applyMigrations(directUrl)
await readClock()
await deps.jobs.work(jobHandlers(deps))
deps.sessionCache.follow(directUrl, url)
deps.startup.isDone = true
await app.listen({ host: settings.host, port: settings.port })
process.stdout.write('Latchkey is ready\n')
