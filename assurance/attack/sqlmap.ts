import path from 'node:path'
import { revokeSession } from '@latchkey/contracts/auth/devices'
import { forgotPassword, resetPassword } from '@latchkey/contracts/auth/recovery'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { signUp, verify } from '@latchkey/contracts/auth/sign-up'
import type { Attack } from './attack.ts'
import { run } from './program.ts'
import { asHeaders, type Target } from './target.ts'

/** The time limit of each call. */
const seconds = 120
const token = `lk_${'a'.repeat(86)}`
const credentials = { email: 'ada@example.com', password: 'a wrong password' }

/** The calls to attack, with the values to change; `*` marks a value in a path. */
const calls: readonly { path: string; body?: object }[] = [
  { path: signIn.path, body: { ...credentials, remember: true, delivery: 'bearer' } },
  { path: signUp.path, body: { ...credentials, name: 'Ada' } },
  { path: forgotPassword.path, body: { email: credentials.email } },
  { path: verify.path, body: { code: '123456', token, password: credentials.password } },
  { path: resetPassword.path, body: { token, password: credentials.password } },
  { path: revokeSession.path.replace(':id', '01990000-0000-7000-8000-000000000000*') },
]

/** Expected refusals. The tool reports any other error, such as 500. */
const refusals = [400, 401, 403, 404, 409, 422]

async function inject(target: Target, { path: url, body = {} }: (typeof calls)[number], folder: string) {
  const name = url.replaceAll(/\W+/g, '-')
  const args = [
    ['-u', target.url + url, '--method=POST', `--data=${JSON.stringify(body)}`],
    [`--headers=${asHeaders({ ...target.bearer, 'content-type': 'application/json' }).join('\n')}`],
    ['--batch', '--flush-session', '--disable-coloring', `--output-dir=${path.join(folder, name)}`],
    // An attacker can read in the sources which database this is.
    ['--level=2', '--risk=1', '--dbms=PostgreSQL', `--ignore-code=${refusals.join(',')}`],
  ].flat()
  const { output, isCut } = await run('sqlmap', args, { seconds, log: path.join(folder, `${name}.log`) })
  if (/identified the following injection point/.test(output)) return [`injection in ${url}`]
  if (/all tested parameters do not appear to be injectable/.test(output)) return []
  return [`${url} was not tested to the end${isCut ? ` within ${seconds} s` : ''}`]
}

/** Tries SQL injection in what people send. */
export const sqlmap: Attack = {
  name: 'sqlmap',
  limits: 'relaxed',
  program: { command: 'sqlmap', package: 'sqlmap', version: ['--version'] },
  explained: {},
  async run(target, folder) {
    const findings: string[] = []
    for (const call of calls) findings.push(...(await inject(target, call, folder)))
    return { findings, notes: [answered(target)] }
  },
}

/** How often each status was answered: `400: 12 · 401: 345`. */
const answered = ({ told }: Target) =>
  [...told.statuses]
    .sort()
    .map(([status, times]) => `${status}: ${times}`)
    .join(' · ')
