import { randomUUID } from 'node:crypto'
import { startPrimaryAndStandby } from '@latchkey/database/testing-standby'
import type { ClusterModule } from '../../e2e/fixtures/front.ts'
import { patience } from '../../tools/testing/patience.ts'
import { startCaddy as startCaddyWith } from '../faults/caddy.ts'

/** On a busy machine a server may be slow to say that it is ready, and is ready all the same. */
export const startCaddy: ClusterModule['startCaddy'] = (port, servers) =>
  startCaddyWith(port, servers, `${patience.conditionMs}ms`)

/** Starts a Postgres primary whose commits wait for a standby. Each worker copies its migrated database. */
export const startTemplate: ClusterModule['startTemplate'] = async () => {
  const { primary, standby, close } = await startPrimaryAndStandby()
  const { pathname } = new URL(primary.url)
  return {
    template: {
      adminUrl: new URL('postgres', primary.url).href,
      template: pathname.slice(1),
      run: randomUUID().slice(0, 8),
      standbyPort: standby.port,
    },
    stop: close,
  }
}
