import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

test('the list of what runs in production names each package with its version, and no tool', () => {
  const kind = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application']
  const list = execFileSync('pnpm', ['sbom', ...kind, '--lockfile-only', '--prod'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  const components: { name: string; purl: string }[] = JSON.parse(list).components
  const names = components.map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['fastify', 'pg', 'argon2', 'react', 'nodemailer']))
  for (const { purl } of components) expect(purl).toMatch(/^pkg:npm\/.+@\d/)
  expect(
    names.filter(name => ['turbo', 'knip', 'oxc-parser', 'better-auth', '@playwright/test'].includes(name)),
  ).toEqual([])
})
