import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { listenOn } from '@latchkey/api/testing/event-stream'
import { mailTo, secretIn } from '@latchkey/api/testing/mails'
import { testApi } from '@latchkey/api/testing/test'
import { expect, it, onTestFinished } from 'vitest'
import * as usage from './usage.ts'

const run = promisify(execFile)
// A package of its own: the generator needs the compiler's API, which TypeScript 7 does not have.
const programs = path.resolve(import.meta.dirname, 'node_modules/.bin')
const api = await testApi()
const documentFile = path.resolve(import.meta.dirname, '../../docs/openapi.json')

it('a client generated from the OpenAPI document compiles, and knows the schemas by their names', async () => {
  // Inside this package, where the compiler finds its libraries.
  const folder = await mkdtemp(path.join(import.meta.dirname, 'node_modules/.generated-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const generate = ['--default-non-nullable=false', documentFile, '--output', path.join(folder, 'client.ts')]
  await run(path.join(programs, 'openapi-typescript'), generate)
  const written = await readFile(path.join(import.meta.dirname, 'usage.ts'), 'utf8')
  await writeFile(path.join(folder, 'usage.ts'), written)
  // A program that the types must refuse.
  const wrong = written.replace("'/api/restricted/session'", "'/api/restricted/nowhere'")
  await writeFile(path.join(folder, 'wrong.ts'), wrong)
  const strictly = ['--strict', '--noEmit', '--skipLibCheck', '--module', 'nodenext', '--allowImportingTsExtensions']
  // One run of the compiler for both, because each takes seconds.
  const compiled = run(path.join(programs, 'tsc'), [...strictly, 'usage.ts', 'wrong.ts'], { cwd: folder })
  const { stdout } = (await compiled.catch(error => error)) as { stdout: string }
  const errors = stdout.split('\n').filter(line => line.includes('error TS'))
  expect(errors).not.toEqual([])
  for (const error of errors) expect(error).toMatch(/^wrong\.ts\(/)
  expect(stdout).toMatch(/nowhere/)
})

it('the client signs up, signs in, asks who it is, revokes, and signs out, against a live server', async () => {
  const client = usage.clientOf(await listenOn(api))
  const account = { email: 'grace@example.com', password: 'seven lanterns under a bridge' }
  expect(await usage.signUp(client, account)).toBe(account.email)
  const token = secretIn(mailTo(await api.deliver(), account.email))
  expect(await usage.verify(client, { token, password: account.password })).toBe(account.email)

  expect(await usage.signIn(client, { ...account, password: 'a wrong password' })).toBe('invalid_credentials')
  expect(await usage.signInWithoutPassword(client, account.email)).toBe(400)
  const [one, other] = [await usage.signIn(client, account), await usage.signIn(client, account)]
  if (typeof one === 'string' || typeof other === 'string') throw new Error(`${one} ${other}`)
  expect(await usage.whoAmI(client, one.token)).toBe(account.email)
  expect(await usage.whoAmI(client, 'no token')).toBe('invalid_token')
  expect(await usage.revoke(client, one.token, other.session.id)).toBe(true)
  expect(await usage.whoAmI(client, other.token)).toBe('session_ended')
  expect(await usage.signOut(client, one.token)).toBe(204)
  expect(await usage.whoAmI(client, one.token)).toBe('invalid_token')
})
