import { failover } from './rows/failover.ts'
import { kills } from './rows/kills.ts'
import { locks } from './rows/locks.ts'
import { mail } from './rows/mail.ts'
import { migrations } from './rows/migrations.ts'
import { outages } from './rows/outages.ts'
import { processes } from './rows/processes.ts'
import { traffic } from './rows/traffic.ts'
import { upgrade } from './rows/upgrade.ts'
import type { Fault } from './scene.ts'

/** Every fault that runs by real processes, in the order of the report. */
export const faults: readonly Fault[] = [
  ...outages,
  ...failover,
  ...locks,
  ...kills,
  ...processes,
  ...upgrade,
  ...migrations,
  ...traffic,
  ...mail,
]

/** Faults that a test of the API or of the database shows, by one process. */
export const shownByTests: readonly { readonly name: string; readonly file: string }[] = [
  { name: '10,000 sign-ins', file: 'apps/api/src/auth/sign-in/ten-thousand.test.ts' },
  { name: 'Disk full', file: 'apps/api/tests/disk-full.test.ts' },
  { name: 'Clock jump, of the server or the database', file: 'apps/api/tests/clock-leap.test.ts' },
  { name: 'Backup restored', file: 'apps/api/src/auth/admin/commands/commands.test.ts' },
]
