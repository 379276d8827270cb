import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { paced } from './paced.ts'

describe('paced values', () => {
  it('are passed on a hundred at a time, in order, each once; deleted ones are skipped', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const passedOn: number[] = []
    const pace = paced<number>(value => void passedOn.push(value))
    const numbers = Array.from({ length: 250 }, (_, number) => number)
    pace.add(numbers)
    expect(passedOn).toEqual(numbers.slice(0, 100))
    pace.add([120, 249])
    pace.delete(150)
    vi.advanceTimersByTime(100)
    expect(passedOn).toHaveLength(200)
    vi.advanceTimersByTime(100)
    expect(passedOn).toEqual(numbers.filter(number => number !== 150))
    pace.add([1])
    vi.advanceTimersByTime(100)
    expect(passedOn.at(-1)).toBe(1)
  })

  it('are not passed on after a close', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const passedOn: number[] = []
    const pace = paced<number>(value => void passedOn.push(value))
    pace.add(Array(250).keys())
    pace.close()
    vi.advanceTimersByTime(1000)
    expect(passedOn).toHaveLength(100)
  })
})
