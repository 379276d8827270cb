import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { resolve } from 'node:path'
import { leaseEmbeddedServer } from './embedded-server.ts'

// Part of `pnpm dev`. Holds a lease, so that Postgres stays up while the API restarts. Generates the client again when the
// schema changes, which restarts the API.
const root = resolve(import.meta.dirname, '../../..')
const quietMilliseconds = 100

if (existsSync(resolve(root, '.env'))) process.loadEnvFile(resolve(root, '.env'))
const { DATABASE_URL, DATA_DIR } = process.env
const server = DATABASE_URL ? undefined : await leaseEmbeddedServer(resolve(root, DATA_DIR || '.data'))

// Editors replace a file when they save it, so the folder is watched. They touch it more than once, so events are debounced.
let timer: NodeJS.Timeout | undefined
const watcher = watch(resolve(root, 'prisma/schema'), (_, file) => {
  if (!file?.endsWith('.prisma')) return
  clearTimeout(timer)
  timer = setTimeout(generate, quietMilliseconds)
})

function generate(): void {
  spawn('prisma generate', { cwd: resolve(import.meta.dirname, '..'), stdio: 'inherit', shell: true })
}

async function stop(): Promise<void> {
  clearTimeout(timer)
  watcher.close()
  await server?.release()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
