import { isInstalled, run } from '../attack/program.ts'
import type { Engine } from './browser.ts'
import { firefox } from './firefox.ts'
import { type Journey, journeys } from './journeys.ts'
import { pageOf } from './page.ts'
import { type Site, startHttp, startHttps } from './site.ts'
import { webkit } from './webkit.ts'

/** `pnpm --filter @latchkey/assurance browsers` runs the journeys in each browser; names choose some: `… browsers webkit`. */
const engines: readonly Engine[] = [firefox, webkit]
const buildSeconds = 600

const names = process.argv.slice(2).map(name => name.toLowerCase())
const chosen = engines.filter(({ name }) => names.length === 0 || names.includes(name.toLowerCase()))
if (chosen.length === 0) throw new Error(`There is no ${names.join(', ')}.`)
const missing = Object.entries({ openssl: 'openssl', ...Object.assign({}, ...chosen.map(({ programs }) => programs)) })
  .filter(([program]) => !isInstalled(program))
  .map(([, debian]) => debian)
if (missing.length > 0) {
  process.stderr.write(`No journey was run: install Debian's packages ${missing.join(', ')}.\n`)
  process.exit(1)
}

await run('turbo', ['run', 'build'], { seconds: buildSeconds })
const told = { passed: 0, failed: 0 }
for (const [scheme, start] of [
  ['http', startHttp],
  ['https', startHttps],
] as const) {
  const site = await start()
  try {
    for (const engine of chosen)
      for (const journey of journeys)
        if (!journey.refusal || engine.refuses.includes(journey.refusal)) await take(engine, journey, site, scheme)
  } finally {
    await site.stop()
  }
}
process.stdout.write(`${told.passed} passed, ${told.failed} failed\n`)
process.exitCode = told.failed > 0 ? 1 : 0

async function take(engine: Engine, { name, refusal, run }: Journey, site: Site, scheme: string): Promise<void> {
  const browser = await engine.start(refusal)
  try {
    await run(pageOf(browser), site)
    told.passed++
    process.stdout.write(`✓ ${engine.name}, ${scheme}: ${name}\n`)
  } catch (error) {
    told.failed++
    process.stdout.write(`✗ ${engine.name}, ${scheme}: ${name}\n${error instanceof Error ? error.message : error}\n`)
  } finally {
    await browser.close()
  }
}
