import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countLeftInMaps } from '../../../../testing/maps.ts'
import { type Indexed, type IndexedCache, indexedCache } from './indexed-cache.ts'

interface Value extends Indexed {
  readonly version: number
}

type Cache = IndexedCache<Value>

let version = 0
const value = (sessionId: string | null, userId: string | null): Value => ({ sessionId, userId, version: version++ })

describe('an indexed cache', () => {
  it('keeps at most as many entries as allowed, and drops the least recently used', () => {
    const cache = indexedCache<Value>(2)
    const [a, b, c] = [value('s1', 'u1'), value('s2', 'u2'), value('s3', 'u3')]
    cache.set('a', a)
    cache.set('b', b)
    expect(cache.get('a')).toBe(a)
    cache.set('c', c)
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([a, undefined, c])
    expect(cache.size).toBe(2)
  })

  it('forgets the entries of a session, and nothing else', () => {
    const cache = indexedCache<Value>(10)
    cache.set('a', value('s1', 'u1'))
    cache.set('b', value('s2', 'u1'))
    cache.forget('s1')
    cache.forget('s3')
    expect([cache.get('a'), cache.get('b')?.sessionId]).toEqual([undefined, 's2'])
  })

  it('forgets every entry of a user, with one session or several', () => {
    const cache = indexedCache<Value>(10)
    cache.set('a', value('s1', 'u1'))
    cache.set('b', value('s2', 'u2'))
    cache.set('c', value('s3', 'u2'))
    cache.set('d', value('s4', 'u2'))
    cache.delete('c')
    cache.forget('u2')
    expect([cache.get('a')?.userId, cache.get('b'), cache.get('d'), cache.size]).toEqual([
      'u1',
      undefined,
      undefined,
      1,
    ])
    cache.forget('u1')
    expect(cache.size).toBe(0)
  })

  it('forgets every entry of one session: its token may have been sent with both deliveries', () => {
    const cache = indexedCache<Value>(10)
    cache.set('bearer', value('s1', 'u1'))
    cache.set('cookie', value('s1', 'u1'))
    cache.forget('s1')
    expect(cache.size).toBe(0)
  })

  it('finds a replaced entry by its new ids only', () => {
    const cache = indexedCache<Value>(10)
    cache.set('a', value('s1', 'u1'))
    cache.set('a', value('s2', 'u2'))
    cache.forget('s1')
    cache.forget('u1')
    expect(cache.get('a')?.sessionId).toBe('s2')
    cache.forget('u2')
    expect(cache.get('a')).toBeUndefined()
  })

  it('keeps an entry without ids until it is deleted', () => {
    const cache = indexedCache<Value>(10)
    cache.set('a', value(null, null))
    cache.forget('null')
    expect(cache.size).toBe(1)
    cache.clear()
    expect(cache.size).toBe(0)
  })

  it('behaves like a plain list', () => {
    const max = 4
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    const sessionId = fc.constantFrom('s1', 's2', 's3', null)
    const userId = fc.constantFrom('u1', 'u2', null)
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('set' as const), key, sessionId, userId }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('get' as const), key }) },
      fc.record({ kind: fc.constant('delete' as const), key }),
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('forget' as const), id: fc.constantFrom('s1', 's2', 'u1', 'u2') }),
      },
      fc.record({ kind: fc.constant('clear' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), steps => {
        const cache = indexedCache<Value>(max)
        // The model: the least recently used first.
        let list: { key: string; value: Value }[] = []
        const without = (key: string) => list.filter(entry => entry.key !== key)
        for (const one of steps) {
          if (one.kind === 'set') {
            const kept = value(one.sessionId, one.userId)
            cache.set(one.key, kept)
            list = [...without(one.key), { key: one.key, value: kept }].slice(-max)
          } else if (one.kind === 'get') {
            const found = list.find(entry => entry.key === one.key)
            if (found) list = [...without(one.key), found]
            expect(cache.get(one.key)).toBe(found?.value)
          } else if (one.kind === 'delete') {
            cache.delete(one.key)
            list = without(one.key)
          } else if (one.kind === 'forget') {
            cache.forget(one.id)
            list = list.filter(({ value }) => value.sessionId !== one.id && value.userId !== one.id)
          } else {
            cache.clear()
            list = []
          }
          expect(cache.size).toBe(list.length)
        }
        for (const { key, value } of list) expect(cache.get(key)).toBe(value)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the index', () => {
  const countIndexed = (work: (cache: Cache) => void) => countLeftInMaps(/^[su]\d/, () => work(indexedCache<Value>(10)))

  const fill = (cache: Cache) => {
    for (let i = 0; i < 1000; i++) cache.set(`key ${i}`, value(`s${i}`, `u${i % 300}`))
  }

  it('holds no more than the cache, however many entries came and went', () => {
    expect(countIndexed(fill)).toBe(20)
  })

  it.each<[string, (cache: Cache) => void]>([
    ['cleared', cache => cache.clear()],
    [
      'emptied key by key',
      cache => {
        for (let i = 990; i < 1000; i++) cache.delete(`key ${i}`)
      },
    ],
    [
      'emptied session by session',
      cache => {
        for (let i = 990; i < 1000; i++) cache.forget(`s${i}`)
      },
    ],
    [
      'emptied user by user',
      cache => {
        for (let i = 0; i < 300; i++) cache.forget(`u${i}`)
      },
    ],
  ])('is empty when the cache was %s', (_, empty) => {
    const indexed = countIndexed(cache => {
      fill(cache)
      empty(cache)
      expect(cache.size).toBe(0)
    })
    expect(indexed).toBe(0)
  })
})
