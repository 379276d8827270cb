import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLog } from './log.ts'

function logOf(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  write(createLog('info', { write: line => void lines.push(line) }))
  return lines
}

describe('the log', () => {
  it('has one line of JSON for each entry, with any content', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, message) => {
        const forged = `${value}\r\n{"level":60,"msg":"forged"}`
        const lines = logOf(log => log.info({ value: forged, err: new Error(forged) }, message))
        expect(lines).toHaveLength(1)
        expect(lines[0]?.trimEnd()).not.toMatch(/[\r\n]/)
        expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 30, value: forged.toWellFormed() })
      }),
    )
  })

  it.each(['\u001b[2J', '\u007f', '\u009b2J', '\u2028', '\u202e', '\u2066', '\u061c', '\u200e', '\u200f'])(
    'has %j only as an escape',
    text => {
      const [line = ''] = logOf(log => log.warn({ host: `a${text}.example`, kept: 'é – 李 👩‍🚀' }, text))
      expect(line).not.toContain(text.charAt(0))
      expect(line).toContain('é – 李 👩‍🚀')
      expect(JSON.parse(line)).toMatchObject({ host: `a${text}.example`, msg: text })
    },
  )

  it('writes the time in UTC', () => {
    const [line = ''] = logOf(log => log.info('now'))
    const { time } = JSON.parse(line)
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000)
  })
})
