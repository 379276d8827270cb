import { spawnSync } from 'node:child_process'
import path from 'node:path'

// Prometheus' own tool reads the alerts and runs their unit tests. Debian's package prometheus has it.

const folder = path.resolve(import.meta.dirname, '../../deploy/prometheus')
const promtool = process.env.PROMTOOL ?? 'promtool'

for (const check of [
  ['check', 'rules', 'alerts.yaml'],
  ['test', 'rules', 'alerts.test.yaml'],
]) {
  const { status, error } = spawnSync(promtool, check, { cwd: folder, stdio: 'inherit' })
  if (error) throw new Error('There is no promtool: install Debian’s package prometheus, or set PROMTOOL to its path.')
  if (status !== 0) process.exit(1)
}
