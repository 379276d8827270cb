import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { read } from './files.ts'

const files = readdirSync(path.join(import.meta.dirname, 'systemd'))

function unit(file: string) {
  const text = read(`systemd/${file}`)
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const setting = (name: string) => lines.findLast(line => line.startsWith(`${name}=`))?.slice(name.length + 1)
  return { lines, setting }
}

const server = unit('latchkey.service')
const backup = unit('latchkey-backup.service')
const timer = unit('latchkey-backup.timer')
const inRepository = (file: string) => existsSync(path.join(import.meta.dirname, '..', file))

it.each(files)('%s consists of sections and assignments', file => {
  for (const line of unit(file).lines) expect(line).toMatch(/^(\[(Unit|Service|Timer|Install)\]|[A-Z][A-Za-z]+=.*)$/)
})

describe.each([
  ['the server', server, 'apps/api/src/main.ts'],
  ['the backup', backup, 'apps/api/src/auth/admin/cli.ts'],
])('the service of %s', (_, { setting }, expected) => {
  it('starts the Node of the repository with its program, and has the settings of the page', () => {
    const [node = '', program = ''] = setting('ExecStart')?.split(' ') ?? []
    expect(node.startsWith(`${setting('WorkingDirectory')}/`)).toBe(true)
    expect(inRepository(node.replace(`${setting('WorkingDirectory')}/`, ''))).toBe(true)
    expect([program, inRepository(program)]).toEqual([expected, true])
    expect(read('../docs/deploy/systemd.md')).toContain(`install -m 0600 /dev/null ${setting('EnvironmentFile')}`)
  })

  it('has a user of its own, who may write to the folder of DATA_DIR and nothing else', () => {
    expect([setting('User'), setting('ProtectSystem'), setting('StateDirectory')]).toEqual([
      'latchkey',
      'strict',
      'latchkey',
    ])
    expect([setting('NoNewPrivileges'), setting('CapabilityBoundingSet')]).toEqual(['true', ''])
  })

  it('may open the sockets that it needs: HTTP, a Postgres on this machine, and the list of addresses for HOST=0.0.0.0', () => {
    const families = setting('RestrictAddressFamilies')?.split(' ')
    expect(families).toEqual(['AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK'])
  })
})

it('the server waits for longer than a stop takes', () => {
  const longestStopSeconds = 9
  expect(Number(server.setting('TimeoutStopSec'))).toBeGreaterThan(longestStopSeconds)
})

it('the backup is confined as the server is', () => {
  const confinement = ({ lines }: typeof server) =>
    lines.slice(lines.indexOf('StateDirectory=latchkey')).filter(line => !/^\[Install\]|^WantedBy=/.test(line))
  expect(confinement(backup).length).toBeGreaterThan(20)
  expect(confinement(backup)).toEqual(confinement(server))
})

it('the backup runs once, into the folder that it may write to, and keeps as many as elsewhere', () => {
  expect(backup.setting('Type')).toBe('oneshot')
  expect(backup.setting('ExecStart')).toMatch(/ backup \/var\/lib\/latchkey\/backups --keep 14$/)
})

it('the timer starts the backup each night, also after a night in which the machine was off', () => {
  // A timer starts the service of its own name.
  expect(files).toContain('latchkey-backup.service')
  expect([timer.setting('OnCalendar'), timer.setting('Persistent')]).toEqual(['*-*-* 03:00', 'true'])
  expect([timer.setting('WantedBy'), backup.setting('WantedBy')]).toEqual(['timers.target', undefined])
})
