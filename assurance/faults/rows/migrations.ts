import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { applyMigrations } from '@latchkey/database/migrate'
import { MIGRATIONS_DIRECTORY, readMigrations } from '@latchkey/database/migrations/files'
import { startControlledPostgres } from '@latchkey/database/testing-standby'
import type { Client } from 'pg'
import { cuttingProxy } from '../cutting-proxy.ts'
import type { Fault } from '../scene.ts'
import { createDatabase, readSchema, type SchemaState } from '../schema.ts'

/** Ends the connection that runs the statement which this sequence counts to. */
const interruptAtStatement = `
  create schema fault;
  create sequence fault.statement;
  create table fault.target (at bigint not null);
  insert into fault.target values (0);
  create function fault.interrupt() returns event_trigger language plpgsql as $$ begin
    if nextval('fault.statement') = (select at from fault.target) then
      perform pg_terminate_backend(pg_backend_pid());
      perform pg_sleep(1);
    end if;
  end $$;
  create event trigger interrupt on ddl_command_end execute function fault.interrupt()`

/** Runs the migrations of a folder. Returns whether that went through. */
const runs = (url: string, folder: string) =>
  applyMigrations(url, folder).then(
    () => true,
    () => false,
  )

export const migrations: readonly Fault[] = [
  {
    id: 'fault-migration-interrupted',
    name: 'Migration interrupted',
    injected:
      'the runner cut off before and after each message that it sends, and its connection ended at each statement that changes the schema',
    holds: 'the schema and the history are old or new, and the next run goes on',
    async run({ isShort }) {
      const postgres = await startControlledPostgres()
      const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-migrations-'))
      const clients: Client[] = []
      const proxies: { close(): void }[] = []
      try {
        const names = (await readMigrations()).map(({ name }) => name)
        const create = async (name: string) => {
          const created = await createDatabase(postgres.url, name)
          clients.push(created.client)
          return created
        }
        const [reference, cut, ended] = [await create('reference'), await create('cut'), await create('ended')]
        await ended.client.query(interruptAtStatement)
        const proxy = await cuttingProxy(cut.url)
        proxies.push(proxy)
        const throughProxy = new URL(cut.url)
        throughProxy.port = String(proxy.port)
        const lost: string[] = []
        let interruptions = 0
        let before: SchemaState = await readSchema(reference.client)
        const chosen = isShort ? names.slice(0, 3) : names
        for (const name of chosen) {
          await cp(path.join(MIGRATIONS_DIRECTORY, name), path.join(folder, name), { recursive: true })
          await applyMigrations(reference.url, folder)
          const after = await readSchema(reference.client)
          /** Whether the migration is applied now. */
          const isNew = async (client: Client, how: string): Promise<boolean> => {
            interruptions += 1
            const { applied, schema } = await readSchema(client)
            const wanted = applied === after.applied ? after : before
            if (applied !== wanted.applied || schema !== wanted.schema)
              lost.push(`${name}, ${how}: ${applied} of ${after.applied} migrations, and a schema of neither`)
            return applied === after.applied
          }
          await interruptMessages(name, isNew)
          await interruptStatements(name, isNew)
          before = after
        }
        // One before and after the last message of each, and one at its last statement.
        if (interruptions < 3 * chosen.length)
          lost.push(`only ${interruptions} interruptions of ${chosen.length} migrations`)
        return { facts: interruptions, lost, longestOutageMs: undefined, note: `${interruptions} interruptions` }

        type Check = (client: Client, how: string) => Promise<boolean>

        async function interruptMessages(name: string, isNew: Check): Promise<void> {
          for (let at = 1; ; at++) {
            for (const passedOn of [false, true]) {
              proxy.cut(at, { passedOn })
              const went = await runs(throughProxy.href, folder)
              if ((await isNew(cut.client, `cut ${passedOn ? 'after' : 'before'} message ${at}`)) || went) return
            }
            if (at > 1_000) throw new Error(`${name} is never applied.`)
          }
        }

        async function interruptStatements(name: string, isNew: Check): Promise<void> {
          for (let at = 1; ; at++) {
            await ended.client.query(`select setval('fault.statement', 1, false)`)
            await ended.client.query('update fault.target set at = $1', [at])
            const went = await runs(ended.url, folder)
            if ((await isNew(ended.client, `ended at statement ${at}`)) || went) return
            if (at > 1_000) throw new Error(`${name} is never applied.`)
          }
        }
      } finally {
        for (const proxy of proxies) proxy.close()
        await Promise.all(clients.map(client => client.end()))
        await rm(folder, { recursive: true, force: true })
        await postgres.close()
      }
    },
  },
]
