import { randomUUID } from 'node:crypto'
import { startPrimaryAndStandby } from '@latchkey/database/testing-standby'
import type { ClusterModule } from '../../e2e/fixtures/front.ts'

export { startCaddy } from '../faults/caddy.ts'

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
