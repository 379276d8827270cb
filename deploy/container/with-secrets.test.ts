import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const names = ['APP_SECRET', 'DATABASE_URL', 'DATABASE_DIRECT_URL'] as const
const made = { APP_SECRET: 'made', DATABASE_URL: 'postgres://made', DATABASE_DIRECT_URL: 'postgres://made-direct' }

/** What a program finds in its environment. Without `file` there is no file of secrets, as in Kubernetes. */
function secretsWith(environment: Readonly<Record<string, string>>, file?: object): unknown {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const secrets = path.join(folder, 'settings.env')
  const program = path.join(folder, 'program.mjs')
  if (file)
    writeFileSync(
      secrets,
      Object.entries(file)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    )
  writeFileSync(
    program,
    `console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map(name => [name, process.env[name]]))))`,
  )
  const { stdout, stderr } = spawnSync('sh', [path.join(import.meta.dirname, 'with-secrets.sh'), program, ...names], {
    env: { PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`, SECRETS_FILE: secrets, ...environment },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

describe.runIf(process.platform !== 'win32')('a program with the file of secrets', () => {
  it('gets what was made at the first start', () => {
    expect(secretsWith({}, made)).toEqual(made)
  })

  it('gets the list of a rotation from deploy/.env, which wins', () => {
    expect(secretsWith({ APP_SECRET: 'new,made' }, made)).toEqual({ ...made, APP_SECRET: 'new,made' })
  })

  it('gets what was made where deploy/.env leaves a variable empty, as a copy of .env.example does', () => {
    expect(secretsWith(Object.fromEntries(names.map(name => [name, ''])), made)).toEqual(made)
  })

  it('gets its environment as it is where there is no file', () => {
    expect(secretsWith({ APP_SECRET: 'own', DATABASE_URL: '' })).toEqual({ APP_SECRET: 'own', DATABASE_URL: '' })
  })
})
