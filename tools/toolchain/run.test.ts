import { describe, expect, test } from 'vitest'
import { run } from './run.mjs'

const program = (source: string, options = {}) => run('node', ['-e', source], { quiet: true, ...options })

describe('run', () => {
  test('returns the exit code and the output', async () => {
    expect(await program('console.log("one"); console.error("two"); process.exitCode = 3')).toEqual({
      code: 3,
      output: expect.stringMatching(/one\n.*two\n|two\n.*one\n/s),
      interrupted: false,
      timedOut: false,
    })
  })

  test('kills the program after the timeout, and does not report that as an interruption', async () => {
    expect(await program('setInterval(() => {}, 1000)', { timeout: 300 })).toMatchObject({
      code: 137,
      interrupted: false,
      timedOut: true,
    })
  })
})
