import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { secretsIn } from './secrets.ts'

test('finds a key in a file and names the line, and never the key', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'latchkey-secrets-'))
  onTestFinished(() => rm(root, { recursive: true }))
  // In parts, so that the check does not find it here.
  const key = ['gh', 'p_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('')
  await writeFile(path.join(root, 'bad.ts'), `const one = 1\nconst token = '${key}'\n`)
  await writeFile(path.join(root, 'good.ts'), 'const one = 1\n')
  const found = await secretsIn(root, ['bad.ts', 'good.ts'])
  expect(found).toEqual([expect.stringMatching(/^bad\.ts:2 .*github/)])
  expect(found.join()).not.toContain(key.slice(4))
})
