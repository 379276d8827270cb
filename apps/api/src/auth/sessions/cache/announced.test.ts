import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countLeftInMaps } from '../../../../testing/maps.ts'
import { type Fill, rememberAnnounced } from './announced.ts'

const ids = ['a', 'b', 'c'] as const
const id = fc.constantFrom(...ids)
/** Several fills overlap, so each step names its fill. */
const fillNumber = fc.nat(4)
const step = fc.oneof(
  fc.record({ kind: fc.constant('begin' as const), fill: fillNumber }),
  fc.record({ kind: fc.constant('end' as const), fill: fillNumber }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('note' as const), id }) },
  fc.record({ kind: fc.constant('noteAll' as const) }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('check' as const), fill: fillNumber, about: fc.subarray([...ids]) }),
  },
)

describe('a fill', () => {
  it('is untouched when nothing was announced since it began, even if something was before', () => {
    const announced = rememberAnnounced()
    const earlier = announced.begin()
    announced.note('a')
    announced.noteAll()
    const fill = announced.begin()
    expect(fill.isUntouched('a', 'b')).toBe(true)
    expect(fill.isUntouched()).toBe(true)
    expect(earlier.isUntouched('a')).toBe(false)
  })

  it('is touched when one of its own ids was announced, and not by other ids', () => {
    const announced = rememberAnnounced()
    const fill = announced.begin()
    for (let other = 0; other < 1000; other++) announced.note(`other ${other}`)
    expect(fill.isUntouched('session', 'user')).toBe(true)
    announced.note('user')
    expect(fill.isUntouched('session', 'user')).toBe(false)
    expect(fill.isUntouched('session')).toBe(true)
  })

  it('is touched by an announcement of everything, even if it found no row', () => {
    const announced = rememberAnnounced()
    const fill = announced.begin()
    expect(fill.isUntouched()).toBe(true)
    announced.noteAll()
    expect(fill.isUntouched()).toBe(false)
    expect(fill.isUntouched('session')).toBe(false)
  })

  it('is untouched exactly when neither its ids nor everything was announced while it ran', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const announced = rememberAnnounced()
        // The model keeps for each fill all that was announced since it began.
        const open = new Map<number, { fill: Fill; since: string[] }>()
        for (const one of steps) {
          if (one.kind === 'begin') {
            open.get(one.fill)?.fill.end()
            open.set(one.fill, { fill: announced.begin(), since: [] })
          } else if (one.kind === 'end') {
            open.get(one.fill)?.fill.end()
            open.delete(one.fill)
          } else if (one.kind === 'note') {
            announced.note(one.id)
            for (const { since } of open.values()) since.push(one.id)
          } else if (one.kind === 'noteAll') {
            announced.noteAll()
            for (const { since } of open.values()) since.push('everything')
          } else {
            const asked = open.get(one.fill)
            if (!asked) continue
            const touched = ['everything', ...one.about].some(each => asked.since.includes(each))
            expect(asked.fill.isUntouched(...one.about)).toBe(!touched)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('an announcement', () => {
  it('is forgotten as fills end, although one is always running', () => {
    const kept = countLeftInMaps(/^session/, () => {
      const announced = rememberAnnounced()
      let fill = announced.begin()
      for (let round = 0; round < 10_000; round++) {
        announced.note(`session ${round}`)
        const next = announced.begin()
        fill.end()
        fill = next
      }
    })
    expect(kept).toBeLessThanOrEqual(2)
  })

  it('is not kept while no fill runs', () => {
    const kept = countLeftInMaps(/^session/, () => {
      const announced = rememberAnnounced()
      announced.begin().end()
      for (let round = 0; round < 1000; round++) announced.note(`session ${round}`)
    })
    expect(kept).toBe(0)
  })

  it('is kept for the oldest fill, although younger ones end before it', () => {
    const announced = rememberAnnounced()
    const oldest = announced.begin()
    announced.note('a')
    const younger = announced.begin()
    younger.end()
    announced.begin().end()
    expect(oldest.isUntouched('a')).toBe(false)
  })
})
