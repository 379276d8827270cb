import { clocks } from './rows/clocks.ts'
import { disks } from './rows/disks.ts'
import { failover } from './rows/failover.ts'
import { kills } from './rows/kills.ts'
import { locks } from './rows/locks.ts'
import { mail } from './rows/mail.ts'
import { migrations } from './rows/migrations.ts'
import { outages } from './rows/outages.ts'
import { processes } from './rows/processes.ts'
import { restores } from './rows/restore.ts'
import { signIns } from './rows/sign-ins.ts'
import { traffic } from './rows/traffic.ts'
import { upgrade } from './rows/upgrade.ts'
import type { Fault } from './scene.ts'

/** Every fault that runs by real processes, in the order of the report. */
export const faults: readonly Fault[] = [
  ...outages,
  ...failover,
  ...locks,
  ...disks,
  ...clocks,
  ...kills,
  ...processes,
  ...upgrade,
  ...migrations,
  ...traffic,
  ...signIns,
  ...mail,
  ...restores,
]
