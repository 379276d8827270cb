import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { countPackages, faultsIn } from './lockfile.ts'
import { secretsIn } from './secrets.ts'

/**
 * Checks where everything comes from: the lockfile, and secrets in files that are in the repository or would get into it. Lists what runs
 * in production (SBOM, CycloneDX) in dist/sbom.json, which is not kept.
 */
const root = path.resolve(import.meta.dirname, '../..')
const run = (command: string, args: string[]) =>
  execFileSync(command, args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })

const lockfile = readFileSync(path.join(root, 'pnpm-lock.yaml'), 'utf8')
const files = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'])
  .split('\0')
  .filter(file => file !== '' && existsSync(path.join(root, file)))
const faults = [...faultsIn(lockfile), ...(await secretsIn(root, files))]

mkdirSync(path.join(root, 'dist'), { recursive: true })
const kind = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application']
run('pnpm', ['sbom', ...kind, '--lockfile-only', '--prod', '--out', 'dist/sbom.json'])

for (const fault of faults) console.error(fault)
if (faults.length === 0)
  console.log(
    `${countPackages(lockfile)} packages by their hash, no secret in ${files.length} files, dist/sbom.json written`,
  )
process.exitCode = faults.length === 0 ? 0 : 1
