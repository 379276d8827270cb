import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { paced } from './paced.ts'

describe('what is handed on at a pace', () => {
  it('goes a hundred at a time, in order, each once; who left is passed over', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const handedOn: number[] = []
    const pace = paced<number>(value => void handedOn.push(value))
    const numbers = Array.from({ length: 250 }, (_, number) => number)
    pace.add(numbers)
    expect(handedOn).toEqual(numbers.slice(0, 100))
    pace.add([120, 249])
    pace.delete(150)
    vi.advanceTimersByTime(100)
    expect(handedOn).toHaveLength(200)
    vi.advanceTimersByTime(100)
    expect(handedOn).toEqual(numbers.filter(number => number !== 150))
    pace.add([1])
    vi.advanceTimersByTime(100)
    expect(handedOn.at(-1)).toBe(1)
  })

  it('stops when it is closed', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const handedOn: number[] = []
    const pace = paced<number>(value => void handedOn.push(value))
    pace.add(Array(250).keys())
    pace.close()
    vi.advanceTimersByTime(1000)
    expect(handedOn).toHaveLength(100)
  })
})
