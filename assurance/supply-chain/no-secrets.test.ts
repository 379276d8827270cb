import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { secretsIn } from './secrets.ts'

const root = path.resolve(import.meta.dirname, '../..')

test('no file of this repository holds a key', async () => {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  const files = listed.filter(file => file !== '' && existsSync(path.join(root, file)))
  expect(files.length).toBeGreaterThan(300)
  expect(await secretsIn(root, files)).toEqual([])
})
