import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isInstalled } from '../attack/program.ts'
import { buildImages, writePodmanConfiguration } from './build.ts'
import { programs, root } from './machine.ts'

/**
 * `pnpm --filter @latchkey/assurance image` builds the image without a registry, and drives it as compose.yaml does. All of it has one
 * private loopback, so the ports are the real ones, and nothing of this machine is in the way.
 */
const missing = Object.entries(programs).flatMap(([program, debian]) => (isInstalled(program) ? [] : [debian]))
if (missing.length > 0 || process.getuid?.() !== 0) {
  const needed =
    missing.length > 0 ? `install Debian's packages ${[...new Set(missing)].join(', ')}` : 'run this as root'
  process.stderr.write(`Nothing was run: ${needed}.\n`)
  process.exit(1)
}

/** Of util-linux. */
const isolation = 'unshare'

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-image-'))
try {
  process.env.CONTAINERS_CONF = writePodmanConfiguration(folder)
  process.stdout.write(`built in ${Math.round(await buildImages())} s\n`)
  const inside = `ip link set lo up && exec "$0" ${path.join(import.meta.dirname, 'drive.ts')}`
  const child = spawn(isolation, ['--net', 'sh', '-c', inside, process.execPath], { cwd: root, stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  process.exitCode = code
} finally {
  rmSync(folder, { recursive: true, force: true })
}
