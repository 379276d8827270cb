import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const run = promisify(execFile)
// A package of its own: the generator needs the compiler's API, which TypeScript 7 does not have.
const programs = path.resolve(import.meta.dirname, 'node_modules/.bin')
const documentFile = path.resolve(import.meta.dirname, '../../docs/openapi.json')

/** What a client in another repository writes with the generated types. */
const usage = `
import type { components, operations } from './client.ts'

type Session = components['schemas']['Session']
type Answer = operations['signIn']['responses'][200]['content']['application/json']
type Body = operations['signIn']['requestBody']['content']['application/json']
type Refusal = operations['signIn']['responses'][429]['content']['application/problem+json']

export const body: Body = { email: 'ada@example.com', password: 'a password' }
export const sessionOf = (answer: Answer): Session => answer.data.session
export const tokenOf = (answer: Answer): string | undefined => answer.data.token
export const isLimited = (refusal: Refusal): boolean => refusal.code === 'rate_limited'
export const browserOf = (session: Session): string | null => session.device.browser
export const noteOf = (note: components['schemas']['Note']): string => note.text

// @ts-expect-error: there is no such code
export const isNonsense = (refusal: Refusal): boolean => refusal.code === 'nonsense'
// @ts-expect-error: the password is missing
export const incomplete: Body = { email: 'ada@example.com' }
`

it('a client generated from the OpenAPI document compiles, and knows the schemas by their names', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-client-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const client = path.join(folder, 'client.ts')
  const generate = ['--default-non-nullable=false', documentFile, '--output', client]
  await run(path.join(programs, 'openapi-typescript'), generate)
  await writeFile(path.join(folder, 'usage.ts'), usage)
  const strictly = ['--strict', '--noEmit', '--module', 'nodenext', '--allowImportingTsExtensions']
  const compiled = run(path.join(programs, 'tsc'), [...strictly, 'usage.ts'], { cwd: folder })
  await expect(compiled.catch(({ stdout }) => stdout)).resolves.toMatchObject({ stdout: '' })
})
