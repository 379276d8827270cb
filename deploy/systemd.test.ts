import { existsSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { read } from './files.ts'

const unit = read('systemd/latchkey.service')
const lines = unit.split('\n').filter(line => line !== '' && !line.startsWith('#'))
const setting = (name: string) => lines.findLast(line => line.startsWith(`${name}=`))?.slice(name.length + 1)

it('the unit consists of sections and assignments', () => {
  for (const line of lines) expect(line).toMatch(/^(\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=.*)$/)
})

it('it starts the Node of the repository with the program of the API', () => {
  const [node = '', program = ''] = setting('ExecStart')?.split(' ') ?? []
  expect(node.startsWith(`${setting('WorkingDirectory')}/`)).toBe(true)
  const inRepository = (file: string) => path.join(import.meta.dirname, '..', file)
  expect(existsSync(inRepository(node.replace(`${setting('WorkingDirectory')}/`, '')))).toBe(true)
  expect(existsSync(inRepository(program))).toBe(true)
})

it('it has a user of its own, who may write to the folder of DATA_DIR and nothing else', () => {
  expect([setting('User'), setting('ProtectSystem'), setting('StateDirectory')]).toEqual([
    'latchkey',
    'strict',
    'latchkey',
  ])
  expect([setting('NoNewPrivileges'), setting('CapabilityBoundingSet')]).toEqual(['true', ''])
})

it('it waits for longer than a stop takes', () => {
  const longestStopSeconds = 9
  expect(Number(setting('TimeoutStopSec'))).toBeGreaterThan(longestStopSeconds)
})

it('it may open the sockets that the server needs: HTTP, a Postgres on this machine, and the list of addresses for HOST=0.0.0.0', () => {
  const families = setting('RestrictAddressFamilies')?.split(' ')
  expect(families).toEqual(['AF_INET', 'AF_INET6', 'AF_UNIX', 'AF_NETLINK'])
})
