import { createTestDatabase } from '@latchkey/database/testing'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { startServer, temporaryDataDir } from '../../../testing/server-process.ts'
import { createLog } from './log.ts'
import { readableLines } from './readable-lines.ts'

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  write(
    createLog(
      'info',
      readableLines(
        {
          write(line) {
            text += line
          },
        },
        false,
      ),
    ),
  )
  return text
}

describe('the log in development', () => {
  it('has lines for people, with the stack of an error', () => {
    const text = linesOf(log => log.warn({ event: 'tried', err: new Error('no luck') }, 'it failed'))
    expect(text).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: it failed\n {4}event: "tried"\n/)
    expect(text).toMatch(/^ +at .*readable-lines\.test\.ts:\d+/m)
  })

  it.each([
    '\u001b[2J',
    '\n[12:00:00] FATAL: forged',
    '\r',
    '\b',
    '\u007f',
    '\u009b2J',
    '\u2028',
    '\u202e',
    '\\n',
    '\\u001b',
  ])('has %j only as an escape, in a message, a value and a name', text => {
    const plain = linesOf(log => log.warn({ host: 'ab', a: { ab: 1 }, ab: 1 }, 'ab'))
    const written = linesOf(log =>
      log.warn({ host: `a${text}b`, a: { [`a${text}b`]: 1 }, [`a${text}b`]: 1 }, `a${text}b`),
    )
    expect(written).not.toMatch(/[^\n\x20-\x7e]/)
    expect(written.split('\n')).toHaveLength(plain.split('\n').length)
  })

  it('keeps other characters as they are', () => {
    expect(linesOf(log => log.info({ quoted: 'say "hi" \\ é 李' }, 'é 李'))).toMatch(/é 李\n {4}quoted: "say .*é 李/)
  })
})

describe('a server in development', () => {
  it('logs readable lines', async () => {
    const database = await createTestDatabase(inject('template'))
    onTestFinished(database.drop)
    const server = await startServer({
      ...{ NODE_ENV: 'development', LOG_LEVEL: 'info', DATABASE_URL: database.url },
      DATA_DIR: await temporaryDataDir(),
    })
    expect(server.printed()).toMatch(
      /^\[\d\d:\d\d:\d\d\.\d{3}\] INFO: passwords are hashed by argon2id\n {4}event: "hashing"/m,
    )
    expect(await server.kill('SIGTERM')).toBe(0)
  })
})
