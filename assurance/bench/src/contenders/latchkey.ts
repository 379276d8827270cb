import { createApp } from '@latchkey/api/app'
import { openDeps } from '@latchkey/api/open-deps'
import { jobHandlers } from '@latchkey/api/platform/feature'
import { readSettings } from '@latchkey/api/platform/settings/settings'
import { offer } from '../offer.ts'
import { host, logger, poolSize } from './answered.ts'

export interface LatchkeyBeginning {
  readonly databaseUrl: string
  readonly secret: string
  /** Whether it listens to the database, as `main` does. If not, it queries the database on each request. */
  readonly follows: boolean
  readonly environment: Record<string, string>
}

/** The real application, built as `main` does, with default settings, in production mode behind a proxy. */
async function start({ databaseUrl, secret, follows, environment }: LatchkeyBeginning): Promise<number> {
  const settings = readSettings({
    NODE_ENV: 'production',
    APP_URL: 'https://app.example.com',
    APP_SECRET: secret,
    TRUST_PROXY: 'loopback',
    // No mail is sent: this process runs no jobs.
    SMTP_URL: 'smtp://127.0.0.1:25',
    MAIL_FROM: 'no-reply@example.com',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: String(poolSize),
    LOG_LEVEL: logger.level,
    // All load comes from one network.
    NETWORK_LIMIT_FACTOR: '10000',
    ...environment,
  })
  const opened = await openDeps(settings)
  const app = await createApp(opened.deps)
  const { port } = new URL(await app.listen({ host, port: 0 }))
  await opened.readClock()
  await opened.deps.jobs.ready(jobHandlers(opened.deps))
  opened.deps.startup.isDone = true
  if (follows) opened.deps.sessionCache.follow(opened.directUrl, opened.url)
  return Number(port)
}

offer({ start })
