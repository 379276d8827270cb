import { createApp } from '@latchkey/api/app'
import { openDeps } from '@latchkey/api/open-deps'
import { referenceArgon2 } from '@latchkey/api/platform/crypto/argon2'
import { argon2Hasher } from '@latchkey/api/platform/crypto/hasher'
import { queueHashing } from '@latchkey/api/platform/crypto/hashing-queue'
import { jobHandlers, measuresOf } from '@latchkey/api/platform/feature'
import { readSettings, type Settings } from '@latchkey/api/platform/settings/settings'
import { offer } from '../offer.ts'
import { host, logger, poolSize } from './answered.ts'
import type { Library } from './hashing.ts'

export interface LatchkeyBeginning {
  readonly databaseUrl: string
  readonly secret: string
  /** Whether it listens to the database, as `main` does. If not, it queries the database on each request. */
  readonly follows: boolean
  readonly argon2: Library
  readonly environment: Record<string, string>
}

/** The real application, built as `main` does, with default settings, in production mode behind a proxy. */
async function start({ databaseUrl, secret, follows, argon2, environment }: LatchkeyBeginning): Promise<number> {
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
  const opened = await openDeps(settings, { isServer: true })
  opened.deps.metrics?.register(measuresOf(opened.jobDeps))
  const hasher = argon2 === 'reference' ? await referenceHasher(settings) : opened.deps.hasher
  const app = await createApp({ ...opened.deps, hasher })
  const { port } = new URL(await app.listen({ host, port: 0 }))
  await opened.readClock()
  await opened.deps.jobs.ready(jobHandlers(opened.deps))
  opened.deps.startup.isDone = true
  if (follows) opened.deps.sessionCache.follow(opened.directUrl, opened.url)
  return Number(port)
}

/** As on a machine on which the faster library is not installed. */
const referenceHasher = async ({ argon2, hashThreads, limitFactors }: Settings) =>
  queueHashing(await argon2Hasher(argon2, { library: referenceArgon2 }), hashThreads, limitFactors.network)

offer({ start })
