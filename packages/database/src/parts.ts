import { Prisma } from './generated/client.ts'

/** The names in Postgres: `createdAt` is `created_at`. A test compares them with the schema. */
const columns = (fields: Readonly<Record<string, string>>): string[] =>
  Object.keys(fields).map(name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))

/** The columns of each table of auth that the API names. */
export const columnsOfTables: Readonly<Record<string, readonly string[]>> = {
  'public.users': columns(Prisma.UserScalarFieldEnum),
  'public.passwords': columns(Prisma.PasswordScalarFieldEnum),
  'public.former_passwords': columns(Prisma.FormerPasswordScalarFieldEnum),
  'public.totp_apps': columns(Prisma.TotpAppScalarFieldEnum),
  'public.passkeys': columns(Prisma.PasskeyScalarFieldEnum),
  'public.recovery_codes': columns(Prisma.RecoveryCodeScalarFieldEnum),
  'public.identities': columns(Prisma.IdentityScalarFieldEnum),
  'public.sessions': columns(Prisma.SessionScalarFieldEnum),
  'public.devices': columns(Prisma.DeviceScalarFieldEnum),
  'public.challenges': columns(Prisma.ChallengeScalarFieldEnum),
  'public.limits': columns(Prisma.LimitScalarFieldEnum),
  'public.audit_events': columns(Prisma.AuditEventScalarFieldEnum),
  'public.audit_chain': columns(Prisma.AuditSealScalarFieldEnum),
  'public.audit_checkpoints': columns(Prisma.AuditCheckpointScalarFieldEnum),
  'public.heartbeats': columns(Prisma.HeartbeatScalarFieldEnum),
  'public.announcement_channel': columns(Prisma.AnnouncementChannelScalarFieldEnum),
  'public.unannounced_changes': columns(Prisma.UnannouncedChangeScalarFieldEnum),
}

/**
 * Triggers that announce what ends, and that erase a deleted person from the audit log. A migration keeps their names: servers of the version
 * before look for them. Those of the audit log's own tables are not here: an operator may disable them for a while (docs/operations.md).
 */
export const triggersOfTables: Readonly<Record<string, readonly string[]>> = {
  'public.sessions': ['sessions_announce_update', 'sessions_announce_delete', 'sessions_announce_truncate'],
  'public.users': [
    ...['users_announce_update', 'users_announce_delete', 'users_announce_truncate'],
    ...['users_erase_from_audit', 'users_erase_from_audit_all'],
  ],
}

/** What triggers call by its name. A trigger keeps its own function when that is renamed. */
export const functionsOfTriggers = ['public.announce(text)']

/** What a sign-in and a sign-out write, on any way in. */
export const tablesOfSignIn = [
  ...[
    'public.users',
    'public.passwords',
    'public.totp_apps',
    'public.passkeys',
    'public.recovery_codes',
    'public.identities',
  ],
  ...['public.sessions', 'public.devices', 'public.challenges', 'public.limits', 'public.audit_events', 'pgboss.job'],
]
