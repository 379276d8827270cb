import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Deps } from '../../../deps.ts'
import { headFrom, printHead } from './report.ts'
import type { ChainPosition } from './seals.ts'
import { isHeadGone } from './verify.ts'

type Settings = Pick<Deps['settings'], 'dataDir'>

const fileOf = ({ dataDir }: Settings) => path.join(dataDir, 'audit-head')

/** Keeps the head outside the database: a restored backup brings back an older chain, and would bring back an older head. */
export async function keepHead(settings: Settings, head: ChainPosition): Promise<void> {
  const file = fileOf(settings)
  const draft = `${file}.${randomUUID()}`
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  await writeFile(draft, `${printHead(head)}\n`, { mode: 0o600 })
  await rename(draft, file)
}

/** Tells the operator, at the start, if the audit log no longer contains the head that a server kept here. */
export async function reportGoneHead(deps: Deps): Promise<void> {
  const kept = await readFile(fileOf(deps.settings), 'utf8').catch(() => '')
  const head = headFrom(kept.trim())
  if (head && (await isHeadGone(deps, head)))
    deps.log.error(
      { event: 'audit_head_gone', head: kept.trim() },
      'the audit log no longer contains the head that this server knew: if a backup was restored, sessions and passwords of that time ' +
        'are valid again. Run `pnpm latchkey session revoke --all --restored` (docs/operations.md#restore-a-backup)',
    )
}
