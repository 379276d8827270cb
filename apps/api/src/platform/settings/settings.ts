import path from 'node:path'
import { usualMinLength } from '@latchkey/contracts/auth/new-passwords'
import { brand } from '@latchkey/contracts/brand'
import * as z from 'zod/mini'
import { type Given, givenValues, isQuoted } from './given-values.ts'
import { hashingProblems, hashingSettings, mostArgon2, signerKey } from './hashing-values.ts'
import { durationWithin, mailLifetimes, mailLifetimeVariables } from './mail-lifetimes.ts'
import { sender } from './mail-values.ts'
import { passkeyProblems, passkeySettings } from './passkey-values.ts'
import { productionProblems } from './production-problems.ts'
import { type ProviderSettings, readProviders } from './provider-values.ts'
import { sessionLimits, sessionProblems, sessionVariables } from './session-values.ts'
import {
  breachCheckUrl,
  domain,
  fingerprint,
  host,
  integer,
  origin,
  origins,
  postgresUrl,
  redirects,
  secrets,
  securityContact,
  trustProxy,
  yesOrNo,
} from './setting-values.ts'
import { smtpUrl } from './smtp-url.ts'
import { telemetryProblems, telemetrySettings, telemetryVariables } from './telemetry-values.ts'

/**
 * A proxy that sends a request on a connection just as the server closes it answers 502. So the proxy must be the one that closes.
 * Ten minutes and a margin, as Google asks of servers behind its load balancer; nginx and AWS close after one, Caddy after two.
 */
const usualKeepAliveMs = 620_000

const repositoryRoot = path.resolve(import.meta.dirname, '../../../../..')

const Environment = z.object({
  NODE_ENV: z._default(
    z.enum(['development', 'test', 'production'], 'must be development, test or production'),
    'development',
  ),
  HOST: z._default(host, '127.0.0.1'),
  PORT: z.optional(integer(1, 65_535)),
  APP_URL: z.optional(origin),
  DATABASE_URL: z.optional(postgresUrl),
  DATABASE_DIRECT_URL: z.optional(postgresUrl),
  DATABASE_POOL: z.optional(integer(1, 1000)),
  DATA_DIR: z._default(z.string(), '.data'),
  APP_SECRET: z.optional(secrets),
  APP_SECRET_BACKUP: z.optional(fingerprint),
  SMTP_URL: z.optional(smtpUrl),
  MAIL_FROM: z.optional(sender),
  ...mailLifetimeVariables,
  TRUST_PROXY: z.optional(trustProxy),
  KEEP_ALIVE_TIMEOUT: z.optional(durationWithin([5000, '5s'], [hours(2), '2h'])),
  LOG_LEVEL: z.optional(
    z.enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    ),
  ),
  ...sessionVariables,
  SESSION_CACHE_SIZE: z.optional(integer(1, 10_000_000)),
  NETWORK_LIMIT_FACTOR: z.optional(integer(1, 10_000)),
  AUDIT_RETENTION_DAYS: z.optional(integer(30, 36_500)),
  PASSWORD_MIN_LENGTH: z.optional(integer(8, 64)),
  ARGON2_MEMORY_KIB: z.optional(integer(7168, mostArgon2.memoryKib)),
  // With the 3 seconds for open requests, the whole stop takes less than nine (main.ts).
  STOP_DELAY_SECONDS: z.optional(integer(0, 4)),
  HASH_THREADS: z.optional(integer(1, 1024)),
  // A variable of Node itself: hashing runs on its thread pool.
  UV_THREADPOOL_SIZE: z.optional(integer(1, 1024)),
  ARGON2_PASSES: z.optional(integer(1, mostArgon2.passes)),
  FIREBASE_SIGNER_KEY: z.optional(signerKey),
  BREACH_CHECK_URL: z.optional(breachCheckUrl),
  SECURITY_CONTACT: z.optional(securityContact),
  CORS_ORIGINS: z.optional(origins),
  APP_REDIRECTS: z.optional(redirects),
  GEOIP_FILE: z.optional(z.string()),
  REQUIRE_SECOND_FACTOR: z.optional(yesOrNo),
  RP_ID: z.optional(domain),
  RELATED_ORIGINS: z.optional(origins),
  FACTOR_RESET_WAIT: z.optional(durationWithin([hours(24), '1d'], [hours(720), '30d'])),
  EMAIL_CODES: z.optional(yesOrNo),
  API_DOCS: z.optional(yesOrNo),
  GUARD_SECRETS: z.optional(secrets),
  // The variables of each provider are in `provider-values.ts`.
  OIDC_ALLOW_PRIVATE_ADDRESSES: z.optional(yesOrNo),
  ...telemetryVariables,
})

/** The variable of every setting, but for those of providers, which have the provider's name in them. */
export const settingNames = Object.keys(Environment.shape)

/** The settings are invalid. `message` names every bad variable, and never its value. */
export class SettingsError extends Error {
  override name = 'SettingsError'
  /** A sentence for each, which begins with the variable. */
  readonly problems: readonly string[]

  constructor(message: string, problems: readonly string[] = [message]) {
    super(message)
    this.problems = problems
  }
}

export type Settings = ReturnType<typeof settingsOf>

type Environment = z.output<typeof Environment>
/**
 * Reads every setting from the environment. A variable that is empty, or only white space, counts as unset.
 * @throws {SettingsError} naming all bad variables at once
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const given = givenValues(environment)
  const quoted = settingNames.filter(name => isQuoted(given[name]))
  const parsed = Environment.safeParse(given)
  const issues = parsed.success ? [] : parsed.error.issues.filter(({ path: [name] }) => !quoted.includes(String(name)))
  const { providers, problems: providerProblems } = readProviders(given, settingNames)
  const problems = [
    ...quoted.map(name => `${name} is in quotes. Remove them: only a shell and a .env file take quotes off`),
    ...issues.map(issue => `${String(issue.path[0])} ${issue.message}`),
    ...databaseProblems(given),
    ...hashingProblems(given),
    ...sessionProblems(given),
    ...telemetryProblems(given),
    ...providerProblems,
    ...(quoted.includes('RP_ID') ? [] : passkeyProblems(given)),
    ...(given.NODE_ENV === 'production' ? productionProblems(given) : []),
  ]
  if (!parsed.success || problems.length > 0)
    throw new SettingsError(
      ['These settings need your attention (.env.example explains each):', ...problems].join('\n  '),
      problems,
    )
  return settingsOf(parsed.data, providers)
}

function settingsOf(env: Environment, providers: readonly ProviderSettings[]) {
  const production = env.NODE_ENV === 'production'
  const port = env.PORT ?? 4000
  const appUrl = env.APP_URL ?? new URL(`http://localhost:${port}`)
  return {
    production,
    host: env.HOST,
    port,
    appUrl,
    /** Browsers keep Secure cookies on https, and on localhost, which they trust. */
    secureCookies: appUrl.protocol === 'https:' || appUrl.hostname === 'localhost',
    /** How long a server goes on after the signal to stop, so that a proxy learns that it is not ready. */
    stopDelayMs: 1000 * (env.STOP_DELAY_SECONDS ?? (production ? 2 : 0)),
    databaseUrl: env.DATABASE_URL,
    databaseDirectUrl: env.DATABASE_DIRECT_URL ?? env.DATABASE_URL,
    databasePool: env.DATABASE_POOL ?? 10,
    dataDir: path.resolve(repositoryRoot, env.DATA_DIR),
    appSecrets: env.APP_SECRET,
    /** The fingerprint of the secret that an operator has backed up. Only `latchkey doctor` reads it. */
    appSecretBackup: env.APP_SECRET_BACKUP,
    /** Whether mail is sent. If not (never in production), it is kept in the development mailbox. */
    sendsMail: env.SMTP_URL !== undefined,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM ?? { name: brand.name, address: 'no-reply@localhost' },
    mailLifetimes: mailLifetimes(env),
    trustProxy: env.TRUST_PROXY ?? (false as const),
    /** How long a connection without a request stays open, in milliseconds. Longer than proxies keep one (`server-options.ts`). */
    keepAliveTimeout: env.KEEP_ALIVE_TIMEOUT ?? usualKeepAliveMs,
    /** Other origins whose pages may call the API with a bearer token. */
    corsOrigins: new Set(env.CORS_ORIGINS?.filter(each => each !== appUrl.origin)),
    /** Where API clients may have the code of a sign-in with a provider sent. */
    appRedirects: env.APP_REDIRECTS ?? [],
    /** A URI. People report security problems there. */
    securityContact: env.SECURITY_CONTACT,
    /** A database of MaxMind's format that says where addresses are. Unset: pages name no places. */
    geoipFile: env.GEOIP_FILE === undefined ? undefined : path.resolve(repositoryRoot, env.GEOIP_FILE),
    /** Whether log lines are for people who develop. Otherwise they are JSON. */
    logsLines: env.NODE_ENV === 'development',
    logLevel: env.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    /** Whether everybody needs a second factor. */
    requiresSecondFactor: env.REQUIRE_SECOND_FACTOR ?? false,
    passkeys: passkeySettings(appUrl, env),
    /** How long a request to remove all second factors waits, in milliseconds. */
    factorResetWait: env.FACTOR_RESET_WAIT ?? hours(168),
    /** Whether people may sign in with a code by mail. */
    emailCodes: env.EMAIL_CODES ?? true,
    /** Other providers that people sign in with. A disabled one is among them. */
    providers,
    /** Whether a provider may have a private address, and http. */
    allowsPrivateProviders: env.OIDC_ALLOW_PRIVATE_ADDRESSES ?? false,
    /** Second services open the stream of ended sessions with one of these. */
    guardSecrets: env.GUARD_SECRETS ?? [],
    /** Whether `/api/docs` and `/api/openapi.json` exist. */
    apiDocs: env.API_DOCS ?? !production,
    ...telemetrySettings(env),
    sessions: sessionLimits(env),
    /** Number of entries. Each takes less than a kilobyte. */
    sessionCacheSize: env.SESSION_CACHE_SIZE ?? 100_000,
    /** Factors for the limits on attempts. The one for a person cannot be set, but a test may change it. */
    limitFactors: { person: 1, network: env.NETWORK_LIMIT_FACTOR ?? 1 },
    /** How long the audit log is kept. */
    auditRetentionDays: env.AUDIT_RETENTION_DAYS ?? 400,
    ...passwordSettings(env),
  }
}

const databaseProblems = ({ DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl }: Given): string[] =>
  url === undefined && directUrl !== undefined && !isQuoted(directUrl)
    ? ['DATABASE_URL must be set beside DATABASE_DIRECT_URL. Otherwise the server starts a database of its own']
    : []

const passwordSettings = (env: Environment) => ({
  passwordMinLength: env.PASSWORD_MIN_LENGTH ?? usualMinLength,
  /** A service that lists breached passwords by the beginning of their hash, which is appended to this URL. Unset: no check. */
  breachCheckUrl: env.BREACH_CHECK_URL,
  ...hashingSettings(env),
})

function hours(count: number): number {
  return count * 3_600_000
}
