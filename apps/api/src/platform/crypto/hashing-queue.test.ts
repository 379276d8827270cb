import { describe, expect, it } from 'vitest'
import { fastHasher } from '../../../testing/fast-hasher.ts'
import type { Turn } from './hasher.ts'
import { queueHashing } from './hashing-queue.ts'

/** A hasher whose work ends when the test calls `release`. */
function heldHasher() {
  let running = 0
  let most = 0
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const verify = async () => {
    most = Math.max(most, ++running)
    await released
    running -= 1
    return true
  }
  return { hasher: { ...fastHasher(), verify }, release, most: () => most }
}

let networks = 0
const strangerIn = (ip: string) => ({ ip, knownAs: null })
/** A stranger in a new network. */
const newStranger = () => strangerIn(`10.0.0.${networks++}`)

describe('queueHashing', () => {
  it('runs one hash per thread at a time, and all of them in the end', async () => {
    const { hasher, release, most } = heldHasher()
    const queue = queueHashing(hasher, 2)
    const all = Promise.all(Array.from({ length: 50 }, () => queue.verify(null, 'a')))
    release()
    expect(await all).toHaveLength(50)
    expect(most()).toBe(2)
  })

  it('lets twice as many look up as hash; the others in the queue do not query the database yet', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 2)
    let lookedUp = 0
    const signIn = () =>
      queue.takeTurn(newStranger(), async () => {
        lookedUp += 1
        return queue.verify(null, 'a')
      })
    const all = Array.from({ length: 50 }, signIn)
    await new Promise(setImmediate)
    expect(lookedUp).toBe(4)
    release()
    await Promise.all(all)
    expect(lookedUp).toBe(50)
  })

  it('answers 503 at once when the queue is full, before any look-up, and accepts the next one when there is room', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1)
    const signIn = () => queue.takeTurn(newStranger(), () => queue.verify(null, 'a'))
    const waiting = Array.from({ length: 33 }, signIn)
    await expect(signIn()).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } })
    release()
    await Promise.all(waiting)
    expect(await signIn()).toBe(true)
  })

  it('gives one network a quarter of the places, no matter how many of its addresses it uses', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1)
    const signIn = (ip: string) => queue.takeTurn(strangerIn(ip), () => queue.verify(null, 'a'))
    const flood = Array.from({ length: 9 }, (_, at) => signIn(`2001:db8::${at}`))
    await expect(signIn('2001:db8::abcd')).rejects.toMatchObject({ code: 'unavailable' })
    const others = [signIn('2001:db8:0:1::1'), signIn('192.0.2.1')]
    release()
    expect(await Promise.all([...flood, ...others])).toHaveLength(11)
    expect(await signIn('2001:db8::abcd')).toBe(true)
  })

  it('gives one person three places in the lane of known people, no matter how many browsers and networks they use', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1)
    const signIn = (person: string, at = 0) =>
      queue.takeTurn({ ip: `192.0.2.${at}`, knownAs: person }, () => queue.verify(null, 'a'))
    const flood = Array.from({ length: 3 }, (_, at) => signIn('mallory@example.com', at))
    await expect(signIn('mallory@example.com', 4)).rejects.toMatchObject({ code: 'unavailable' })
    const owner = signIn('ada@example.com')
    release()
    expect(await Promise.all([...flood, owner])).toHaveLength(4)
    expect(await signIn('mallory@example.com', 4)).toBe(true)
  })

  it('gives a network more places when the setting says that many people share one', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1, 100)
    const signIn = () => queue.takeTurn(strangerIn('192.0.2.1'), () => queue.verify(null, 'a'))
    const waiting = Array.from({ length: 33 }, signIn)
    await expect(signIn()).rejects.toMatchObject({ code: 'unavailable' })
    release()
    expect(await Promise.all(waiting)).toHaveLength(33)
  })

  it('has a place for known people when strangers fill their own lane, and serves it among the next', async () => {
    const done: string[] = []
    const hasher = { ...fastHasher(), verify: async () => true }
    const queue = queueHashing(hasher, 1)
    const signIn = (who: string, turn: Turn) =>
      queue.takeTurn(turn, () => queue.verify(null, 'a')).then(() => void done.push(who))
    const flood = Array.from({ length: 33 }, () => signIn('stranger', newStranger()))
    await expect(signIn('stranger', newStranger())).rejects.toMatchObject({ code: 'unavailable' })
    await Promise.all([...flood, signIn('owner', { ip: '10.0.0.1', knownAs: 'ada@example.com' })])
    // Of the 33, only these started earlier.
    expect(done.indexOf('owner')).toBeLessThan(4)
  })
})
