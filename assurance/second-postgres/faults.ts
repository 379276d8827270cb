import type { Postgres } from './postgres.ts'

/** One way in which the database cannot be used, and how an operator ends it. */
interface Fault {
  readonly name: string
  cause(postgres: Postgres): Promise<unknown>
  mend(postgres: Postgres): Promise<unknown>
  /** What the log says. */
  readonly reason: RegExp
  /** Whether it affects signing in, but not every call. */
  readonly isPartial?: true
  /** A start ends with this sentence, because a person must act first. Otherwise it waits, and warns of the reason. */
  readonly endsStart?: RegExp
}

/** Runs as the owner. New connections of the server meet what it changes. */
const byOwner = (text: string, database?: string) => async (postgres: Postgres) => {
  await postgres.sql(text, database)
  await postgres.disconnect()
}

async function restartAsStandby(postgres: Postgres) {
  await postgres.stop()
  await postgres.becomeStandby()
  await postgres.start()
}

/** The server's own role is `app`. */
export const faults: readonly Fault[] = [
  {
    name: 'Postgres is stopped (ENOENT of its socket, 57P01)',
    cause: postgres => postgres.stop(),
    mend: postgres => postgres.start(),
    reason: /nothing listens at its address \(connect ENOENT/,
  },
  {
    name: 'Postgres is killed (57P02)',
    cause: postgres => postgres.stop('immediate'),
    mend: postgres => postgres.start(),
    reason: /nothing listens at its address/,
  },
  {
    name: 'the password is wrong (28P01)',
    cause: byOwner(`alter role app password 'another'`),
    mend: postgres => postgres.sql(`alter role app password '${postgres.password}'`),
    reason: /it refuses this server\. Look at the user, the password .* DATABASE_URL .*password authentication failed/,
  },
  {
    name: 'the role may not sign in (28000)',
    cause: byOwner('alter role app nologin'),
    mend: postgres => postgres.sql('alter role app login'),
    reason: /it refuses this server\. .*"app\W* is not permitted to log in/,
  },
  {
    name: 'pg_hba.conf rejects the role (28000)',
    cause: async postgres => {
      await postgres.admit('local app app reject')
      await postgres.disconnect()
    },
    mend: postgres => postgres.admit(''),
    reason: /it refuses this server\. .*pg_hba\.conf/,
  },
  {
    name: 'the database is missing (3D000)',
    cause: async postgres => {
      await postgres.sql('alter database app allow_connections false')
      await postgres.disconnect()
      await postgres.sql('alter database app rename to gone')
    },
    mend: postgres => postgres.sql('alter database gone rename to app; alter database app allow_connections true'),
    reason: /it refuses this server\. .*database \W*app\W* does not exist/,
  },
  {
    name: 'the database accepts no connections (55000)',
    cause: byOwner('alter database app allow_connections false'),
    mend: postgres => postgres.sql('alter database app allow_connections true'),
    reason: /it refuses this server\. .*not currently accepting connections/,
  },
  {
    name: 'there are too many connections (53300)',
    cause: byOwner('alter role app connection limit 0'),
    mend: postgres => postgres.sql('alter role app connection limit -1'),
    reason: /it accepts no more connections\. Lower DATABASE_POOL/,
  },
  {
    name: 'Postgres is starting up (57P03)',
    cause: async postgres => {
      await postgres.stop()
      await postgres.becomeStandby()
      await postgres.configure('hot_standby = off')
      await postgres.startUnusable()
    },
    mend: async postgres => {
      await postgres.stop('immediate')
      await postgres.becomePrimary()
      await postgres.configure('hot_standby = on')
      await postgres.start()
    },
    reason: /it is starting or stopping|nothing listens/,
  },
  {
    name: 'the server is a standby',
    cause: restartAsStandby,
    mend: postgres => postgres.promote(),
    reason: /it is read-only\. DATABASE_URL must lead to the primary/,
  },
  {
    name: 'the database takes no changes (25006)',
    cause: byOwner('alter database app set default_transaction_read_only = on'),
    mend: byOwner('alter database app reset default_transaction_read_only'),
    reason: /default_transaction_read_only is on/,
  },
  {
    name: 'the role may not write (42501)',
    cause: byOwner('revoke insert on sessions from latchkey_api', 'app'),
    mend: postgres => postgres.sql('grant insert on sessions to latchkey_api', 'app'),
    reason: /its role lacks a right\. Run prisma\/roles\.sql.*permission denied for table sessions/,
    isPartial: true,
    endsStart: /The role app lacks rights: insert on public\.sessions\. .*run prisma\/roles\.sql/,
  },
  {
    name: 'row level security hides rows',
    cause: byOwner('alter table sessions enable row level security', 'app'),
    mend: postgres => postgres.sql('alter table sessions disable row level security', 'app'),
    reason: /its role lacks a right\. .*row-level security policy for table/,
    endsStart: /Row-level security applies to the role app in public\.sessions\. .*disable row level security/,
  },
]
