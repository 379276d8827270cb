// `npm start`: installs what is missing, builds what has changed, and serves. Runs on Node 20 or newer, without dependencies.
import { ensureInstalled } from './toolchain/install.mjs'
import { Failure, run, serverEnvironment } from './toolchain/run.mjs'

if (process.env.npm_lifecycle_event) await import('./toolchain/end-with-parent.mjs')

try {
  await ensureInstalled()
  await build()
  process.exitCode = await serve()
} catch (error) {
  if (!(error instanceof Failure)) throw error
  console.error(`\n${error.message}`)
  process.exitCode = 1
}

async function build() {
  console.log('Building what has changed …')
  const { code, output, interrupted } = await run('turbo', ['run', 'build', '--output-logs=errors-only'], {
    quiet: true,
  })
  if (interrupted) process.exit(code)
  if (code !== 0) throw new Failure(`${output}\nThe build failed. Its output is above.`)
}

/** Not through turbo: it gives each task its own process group, and a `kill -9` would leave the server running. */
async function serve() {
  const endWithParent = new URL('./toolchain/end-with-parent.mjs', import.meta.url).href
  const { code } = await run('node', ['--import', endWithParent, 'apps/api/src/main.ts'], { env: serverEnvironment })
  return code
}
