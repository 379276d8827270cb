import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { brand } from '../packages/contracts/src/brand.ts'

const root = path.resolve(import.meta.dirname, '..')
const folders = ['apps/api/src', 'apps/web/src', 'apps/web/public', 'packages/contracts/src', 'packages/database/src']
const sources = (await Promise.all(folders.map(filesIn))).flat()
const serverSources = sources.filter(file => !file.startsWith('apps/web/'))

async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(path.join(root, folder), { recursive: true })
  return names
    .filter(name => /\.(tsx?|css|html|svg|txt)$/.test(name) && !/\.test\.tsx?$|[\\/]generated[\\/]/.test(name))
    .map(name => path.join(folder, name).replaceAll(path.sep, '/'))
}

/** The lines that match, without comments and without the files in `allowed`. */
async function linesWith(pattern: RegExp, files: readonly string[], allowed: readonly string[]): Promise<string[]> {
  const found = files
    .filter(file => !allowed.includes(file))
    .map(async file => {
      const lines = (await readFile(path.join(root, file), 'utf8')).split('\n')
      return lines.filter(line => pattern.test(line) && !isComment(line)).map(line => `${file}: ${line.trim()}`)
    })
  return (await Promise.all(found)).flat()
}

const isComment = (line: string) => /^\s*(\/\/|\/?\*|\{\/\*)/.test(line)

it('the name that people read is only in brand.ts, so that a team changes it in one place', async () => {
  const allowed = ['packages/contracts/src/brand.ts', 'packages/contracts/src/technical.ts']
  expect(await linesWith(new RegExp(brand.name), [...sources, 'apps/web/index.html'], allowed)).toEqual([])
})

it('each technical name of the server is defined in one place, so that no two parts of the code can disagree', async () => {
  const allowed = [
    'packages/contracts/src/brand.ts',
    'packages/contracts/src/technical.ts',
    'packages/database/src/technical.ts',
    // The label of every key.
    'apps/api/src/platform/crypto/keys.ts',
    // The name of the command.
    'apps/api/src/auth/admin/commands/run.ts',
  ]
  // The name of a metric, of three words or more, stands once too, where the metric is.
  const quoted = /['"`](lk_|(urn:)?latchkey(?![/:]|_[a-z]+_))|\/lk_|pg_notify\('(?!\$)/
  expect(await linesWith(quoted, serverSources, allowed)).toEqual([])
})
