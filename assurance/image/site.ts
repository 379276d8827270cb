import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startSmtpServer } from '@latchkey/api/testing/smtp-server'
import { remove } from './containers.ts'

/** The container of the API. */
export const api = 'latchkey-assurance'
export const person = { email: 'ada@example.com', password: 'seven lanterns under a bridge' }

const waitMs = 200
const mostWaits = 1500

export type Site = Awaited<ReturnType<typeof createSite>>

/** Folders in place of the volumes of compose.yaml, a mail server, and what is counted and must be ended. */
export async function createSite() {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-image-'))
  const at = (name: string) => path.join(folder, name)
  // Containers and Postgres run as other users.
  chmodSync(folder, 0o755)
  for (const each of ['api', 'database', 'backups', 'data', 'pg', 'caddy']) mkdirSync(at(each), { mode: 0o755 })
  const mail = await startSmtpServer()
  const told = { passed: 0, failed: 0 }
  const running: ChildProcess[] = []

  return {
    at,
    mail,
    told,
    /** Programs to end at the end. */
    running,
    environment: {
      APP_URL: 'https://localhost',
      TRUST_PROXY: 'loopback',
      SMTP_URL: mail.url,
      MAIL_FROM: 'no-reply@localhost',
    },
    secrets: { [at('api')]: '/run/latchkey:ro' },
    /** Checks one promise, and goes on with the next. What it returns is printed. */
    async check(promise: string, holds: () => Promise<unknown>): Promise<void> {
      try {
        const measured = await holds()
        told.passed++
        process.stdout.write(`✓ ${promise}${typeof measured === 'string' ? `: ${measured}` : ''}\n`)
      } catch (error) {
        told.failed++
        process.stdout.write(`✗ ${promise}\n${error instanceof Error ? error.message : error}\n`)
      }
    },
    async close(): Promise<void> {
      await remove(api)
      for (const child of running) {
        child.kill('SIGTERM')
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      }
      await mail.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Throws what was seen where it is not what was expected. */
export function equal(seen: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)]
  if (a !== b) throw new Error(`saw ${a}, expected ${b}`)
}

/** Waits five minutes at most. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (let waits = 0; !(await isTrue()); waits++) {
    if (waits === mostWaits) throw new Error(`This did not come true: ${what}.`)
    await sleep(waitMs)
  }
}
