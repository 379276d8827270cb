import { startDatabases } from './fixtures/front.ts'

/** Starts one Postgres server with one migrated template for the whole run. Workers get its address from the environment. */
// biome-ignore lint/style/noDefaultExport: Playwright requires it
export default async function setUp(): Promise<() => Promise<void>> {
  const { template, stop } = await startDatabases()
  process.env.LATCHKEY_E2E_TEMPLATE = JSON.stringify(template)
  return stop
}
