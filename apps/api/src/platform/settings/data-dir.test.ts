import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { requireDataDir } from './data-dir.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-data-'))
afterAll(() => rm(folder, { recursive: true }))

it('is created, and only its owner may list it', async () => {
  await requireDataDir(path.join(folder, 'a/b'))
  expect((await stat(path.join(folder, 'a/b'))).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700)
})

it.each(['file', 'file/below'])('names the setting and the folder if it is a file: %s', async name => {
  await writeFile(path.join(folder, 'file'), '')
  await expect(requireDataDir(path.join(folder, name))).rejects.toThrow(/^DATA_DIR leads to .*file.* \(E\w+\)\. Write/)
})
