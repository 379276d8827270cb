import { startTemplate } from '@latchkey/database/testing'

/** One Postgres server and one migrated template for the whole run; the workers hear of it by their environment. */
// biome-ignore lint/style/noDefaultExport: Playwright asks for one
export default async function setUp(): Promise<() => Promise<void>> {
  const { template, stop } = await startTemplate()
  process.env.LATCHKEY_E2E_TEMPLATE = JSON.stringify(template)
  return stop
}
