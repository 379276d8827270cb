import { describe, expect, it } from 'vitest'
import { mostWaiting, openTurns } from './turns.ts'

const forever = () => new Promise<never>(() => {})
const ada = { key: 'ada' }
const aloneAt = (...keys: string[]) => keys.map(key => ({ key, isAlone: true }))

describe('turns', () => {
  it('run at once on half of the pool, the rest in order', async () => {
    const turns = openTurns(5)
    const order: number[] = []
    const ends: (() => void)[] = []
    const works = [0, 1, 2, 3].map(number =>
      turns.run([ada], async () => {
        order.push(number)
        await new Promise<void>(resolve => ends.push(resolve))
      }),
    )
    await new Promise(setImmediate)
    expect(order).toEqual([0, 1])
    for (let ended = 0; ended < 4; ended++) {
      ends[ended]?.()
      await works[ended]
      await new Promise(setImmediate)
    }
    expect(order).toEqual([0, 1, 2, 3])
  })

  it('go on after work that failed, and return what work returns', async () => {
    const turns = openTurns(1)
    const failing = turns.run([ada], async () => {
      throw new Error('no')
    })
    const next = turns.run([ada], async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
    expect(turns.isFree('ada')).toBe(true)
  })

  it('are refused after a second and a half, and those of another key are not', async () => {
    const turns = openTurns(3)
    void turns.run([ada], forever)
    expect(turns.isFree('ada')).toBe(false)
    await expect(turns.run([ada], async () => 'never')).rejects.toMatchObject({ code: 'unavailable' })
    expect(await turns.run([{ key: 'grace' }], async () => 'yes')).toBe('yes')
  })

  it('begin only when they may under each key, and keep others from none while they wait', async () => {
    const turns = openTurns(10)
    const { promise, resolve } = Promise.withResolvers<string>()
    const first = turns.run(aloneAt('ada', 'home'), () => promise)
    const order: string[] = []
    const waiting = turns.run(aloneAt('grace', 'home'), async () => order.push('grace at home'))
    await turns.run(aloneAt('grace', 'work'), async () => order.push('grace at work'))
    resolve('done')
    await Promise.all([first, waiting])
    expect(order).toEqual(['grace at work', 'grace at home'])
  })

  it('begin in the order of arrival, also where two keys are given back at once', async () => {
    const turns = openTurns(10)
    const { promise, resolve } = Promise.withResolvers<void>()
    const first = turns.run(aloneAt('ada', 'home'), () => promise)
    const order: string[] = []
    const works = [aloneAt('home'), aloneAt('ada', 'home'), aloneAt('ada')].map((locked, at) =>
      turns.run(locked, async () => order.push(`${at}`)),
    )
    resolve()
    await Promise.all([first, ...works])
    // The second waits for both keys, and keeps the third from none of them.
    expect(order).toEqual(['0', '2', '1'])
  })

  it('are refused at once where many wait already, and those of another key are not', async () => {
    const turns = openTurns(1)
    const { promise, resolve } = Promise.withResolvers<void>()
    const works = Array.from({ length: mostWaiting + 1 }, () => turns.run([ada], () => promise))
    await expect(turns.run([ada], async () => 'never')).rejects.toMatchObject({ code: 'unavailable' })
    await expect(turns.run([{ key: 'grace' }, ada], async () => 'never')).rejects.toMatchObject({ code: 'unavailable' })
    expect(await turns.run([{ key: 'grace' }], async () => 'yes')).toBe('yes')
    resolve()
    await Promise.all(works)
    expect(await turns.run([ada], async () => 'yes')).toBe('yes')
  })

  it('end without a look at thousands who wait under other keys', async () => {
    const turns = openTurns(1)
    const { promise, resolve } = Promise.withResolvers<void>()
    let looks = 0
    const counted = (key: string) => ({
      get key() {
        looks += 1
        return key
      },
    })
    const people = Array.from({ length: 3000 }, (_, at) => `person ${at}`)
    const works = people.flatMap(key => [
      turns.run([counted(key)], () => promise),
      turns.run([counted(key)], () => promise),
    ])
    looks = 0
    await turns.run([ada], async () => 'done')
    expect(looks).toBe(0)
    resolve()
    await Promise.all(works)
    // Each of them looks at the one who waits behind.
    expect(looks).toBeLessThan(20 * people.length)
  })
})
