import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/toolchain/run.mjs'
import { asvsDocument, threatsDocument } from './documents.ts'
import { objections } from './evidence.ts'
import { items, reasons } from './items.ts'
import { readTags } from './repository.ts'

const tags = readTags()

test('every tag names something, and whatever has none says why', () => {
  expect(objections(items, tags, reasons)).toEqual([])
})

// A document that names a test which did not pass is not to be committed.
test.each([
  ['assurance/asvs.md', asvsDocument],
  ['assurance/threats.md', threatsDocument],
])('%s says what the tags say, with every test passed', (file, write) => {
  const written = readFileSync(path.join(root, file), 'utf8')
  expect(written, 'out of date: `npm test`, then `pnpm asvs` writes it anew').toBe(write(tags, () => 'passed'))
})
