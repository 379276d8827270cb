import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../tools/toolchain/run.mjs'
import { type Tag, tagsIn, tagsInDocument } from './tags.ts'

const tests = [
  '{apps,packages}/*/{src,tests,testing}/**/*.test.{ts,tsx}',
  'e2e/{auth,product}/*.ts',
  '{tools,assurance}/**/*.test.ts',
]
const documents = ['*.md', 'docs/*.md', 'docs/decisions/*.md', '{e2e,assurance}/**/*.md']
const written = ['assurance/asvs.md', 'assurance/threats.md']

export interface Tags {
  readonly tests: readonly Tag[]
  readonly documents: readonly Tag[]
}

/** Every tag of the repository, in the order of its files. */
export function readTags(): Tags {
  return { tests: readAll(tests, tagsIn), documents: readAll(documents, tagsInDocument) }
}

function readAll(patterns: readonly string[], read: (text: string, file: string) => Tag[]): Tag[] {
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] })
    .map(file => file.replaceAll(path.sep, '/'))
    .filter(file => !written.includes(file))
    .sort()
    .flatMap(file => read(readFileSync(path.join(root, file), 'utf8'), file))
}
