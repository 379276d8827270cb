import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../tools/toolchain/run.mjs'
import { filesOfRepository } from '../copy.ts'

/** Where this folder may be named: its command, the lockfile, continuous integration, documents, and the command that takes updates. */
const allowed = /^(package\.json|pnpm-lock\.yaml|.*\.md|\.ci\/run|\.github\/.*|tools\/upgrade\..*|assurance\/.*)$/
const skipped = /\.(png|br|woff2|ico)$/

/** Not `factors/assurance.ts` of the API: the level of assurance that a sign-in has. */
const named = /(?<!\/factors\/|'\.\/)\bassurance\b/i

test('nothing outside names this folder, so that a clone may delete it', async () => {
  const files = (await filesOfRepository()).filter(file => !allowed.test(file) && !skipped.test(file))
  expect(files.length).toBeGreaterThan(300)
  const naming = files.filter(file => named.test(readFileSync(path.join(root, file), 'utf8')))
  expect(naming).toEqual([])
})
