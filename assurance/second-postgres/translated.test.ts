import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgres, type Postgres } from './postgres.ts'
import { createPerson, exercise, expectOutage, expectWorks, startServer } from './server.ts'

let locales: string
let postgres: Postgres

beforeAll(async () => {
  locales = await mkdtemp(path.join(tmpdir(), 'latchkey-locales-'))
  // Part of Debian's package locales.
  await promisify(execFile)('localedef', ['-i', 'de_DE', '-f', 'UTF-8', path.join(locales, 'de_DE.UTF-8')])
  await promisify(execFile)('chmod', ['-R', 'a+rX', locales])
  postgres = await createPostgres({ locales, settings: "lc_messages = 'de_DE.UTF-8'\n" })
  await createPerson(postgres)
})
afterAll(async () => {
  await postgres?.remove()
  await rm(locales, { recursive: true, force: true })
})

describe('where Postgres speaks German', () => {
  it('a wrong password, an end of connections and a changed table are outages all the same', async () => {
    await expect(postgres.sql('select nothing')).rejects.toThrow('existiert nicht')
    const running = await startServer(postgres.socketUrl('app'), postgres.socketUrl('owner'))
    await running.untilReady()
    const token = await exercise(running)

    await postgres.sql(`alter role app password 'another'`)
    await postgres.disconnect()
    await expectOutage(running, token, /it refuses this server\. .*Passwort-Authentifizierung/)
    await postgres.sql(`alter role app password '${postgres.password}'`)
    await expectWorks(running, token)

    await exercise(running)
    await postgres.sql('alter table users alter column name type varchar(500)', 'app')
    const statuses: number[] = []
    for (let count = 0; count < 10; count++) statuses.push((await running.signIn()).status)
    expect(statuses.filter(status => ![200, 503].includes(status))).toEqual([])
    expect(statuses.at(-1)).toBe(200)
    expect(running.server.printed()).not.toMatch(/"statusCode":500/)
  })
})
