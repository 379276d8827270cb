import { describe, expect, it } from 'vitest'
import { openAccountTurns } from './turns.ts'

const forever = () => new Promise<never>(() => {})

describe('the turns of an account', () => {
  it('run at once on half of the pool, the rest in order', async () => {
    const turn = openAccountTurns(5)
    const order: number[] = []
    const ends: (() => void)[] = []
    const works = [0, 1, 2, 3].map(number =>
      turn('ada', async () => {
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
    const turn = openAccountTurns(1)
    const failing = turn('ada', async () => {
      throw new Error('no')
    })
    const next = turn('ada', async () => 'yes')
    await expect(failing).rejects.toThrow('no')
    expect(await next).toBe('yes')
  })

  it('are refused after a second and a half, and those of another account are not', async () => {
    const turn = openAccountTurns(3)
    void turn('ada', forever)
    await expect(turn('ada', async () => 'never')).rejects.toMatchObject({ code: 'unavailable' })
    expect(await turn('grace', async () => 'yes')).toBe('yes')
  })
})
