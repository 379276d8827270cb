import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { brand } from '../packages/contracts/src/brand.ts'

const root = path.resolve(import.meta.dirname, '..')
const places = ['apps/api/src', 'apps/web/src', 'apps/web/public', 'packages/contracts/src', 'packages/database/src']
const sources = (await Promise.all(places.map(filesIn))).flat()
const serverSources = sources.filter(file => !file.startsWith('apps/web/'))

async function filesIn(place: string): Promise<string[]> {
  const names = await readdir(path.join(root, place), { recursive: true })
  return names
    .filter(name => /\.(tsx?|css|html|svg|txt)$/.test(name) && !/\.test\.tsx?$|[\\/]generated[\\/]/.test(name))
    .map(name => path.join(place, name).replaceAll(path.sep, '/'))
}

/** The lines of these files that match and are no comment, but for the files that may have them. */
async function linesWith(pattern: RegExp, files: readonly string[], homes: readonly string[]): Promise<string[]> {
  const found = files
    .filter(file => !homes.includes(file))
    .map(async file => {
      const lines = (await readFile(path.join(root, file), 'utf8')).split('\n')
      return lines.filter(line => pattern.test(line) && !isComment(line)).map(line => `${file}: ${line.trim()}`)
    })
  return (await Promise.all(found)).flat()
}

const isComment = (line: string) => /^\s*(\/\/|\/?\*|\{\/\*)/.test(line)

it('the name that people read stands in brand.ts only, so that a team changes it in one place', async () => {
  const homes = ['packages/contracts/src/brand.ts', 'packages/contracts/src/technical.ts']
  expect(await linesWith(new RegExp(brand.name), [...sources, 'apps/web/index.html'], homes)).toEqual([])
})

it('each technical name of the server stands in one place, so that no two parts of the code can disagree', async () => {
  const homes = [
    'packages/contracts/src/brand.ts',
    'packages/contracts/src/technical.ts',
    'packages/database/src/technical.ts',
    // The label of every key.
    'apps/api/src/platform/crypto/keys.ts',
    // The name of the command.
    'apps/api/src/auth/admin/commands/run.ts',
  ]
  const quoted = /['"`](lk_|(urn:)?latchkey(?![/:]))|\/lk_|pg_notify\('(?!\$)/
  expect(await linesWith(quoted, serverSources, homes)).toEqual([])
})
