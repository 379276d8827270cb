import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTraceparent } from './traceparent.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

describe('a traceparent', () => {
  it('names the trace, the calling span and whether the trace is kept', () => {
    expect(readTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, isSampled: true })
    expect(readTraceparent(`00-${traceId}-${spanId}-00`)).toEqual({ traceId, spanId, isSampled: false })
    expect(readTraceparent(`00-${traceId}-${spanId}-fa`)).toMatchObject({ isSampled: false })
  })

  it('of a later version may have more parts', () => {
    expect(readTraceparent(`cc-${traceId}-${spanId}-01-more`)).toMatchObject({ traceId })
    expect(readTraceparent(`cc-${traceId}-${spanId}-01.more`)).toBeNull()
  })

  it.each([
    undefined,
    '',
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
    ` 00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
    `cc-${traceId}-${spanId}-01-${'a'.repeat(300)}`,
    [`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-01`],
  ])('that is not exactly one valid header counts as none: %s', header => {
    expect(readTraceparent(header)).toBeNull()
  })

  it('gives hexadecimal digits or nothing, for any header', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(more => `00-${traceId}-${spanId}-01${more}`),
        ),
        header => {
          const read = readTraceparent(header)
          if (read) expect(read.traceId + read.spanId).toMatch(/^[0-9a-f]{48}$/)
        },
      ),
    )
  })
})
