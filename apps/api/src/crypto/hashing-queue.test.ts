import { describe, expect, it } from 'vitest'
import { fastHasher } from '../testing/fast-hasher.ts'
import { queueHashing } from './hashing-queue.ts'

/** A hasher whose work ends when the test says so. */
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

describe('queueHashing', () => {
  // evidence: V15.4.4
  it('runs as many at once as it has threads, and all in the end', async () => {
    const { hasher, release, most } = heldHasher()
    const queue = queueHashing(hasher, 2)
    const all = Promise.all(Array.from({ length: 50 }, () => queue.verify(null, 'a')))
    release()
    expect(await all).toHaveLength(50)
    expect(most()).toBe(2)
  })

  it('lets twice as many look up as hash; who else was admitted asks the database nothing yet', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 2)
    let lookedUp = 0
    const signIn = () =>
      queue.admit(async () => {
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

  // evidence: V2.4.1 V15.2.2 fault-argon2-saturation
  it('answers 503 at once when too many are in, before they look anybody up, and takes the next when they are done', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1)
    const signIn = () => queue.admit(() => queue.verify(null, 'a'))
    const waiting = Array.from({ length: 33 }, signIn)
    await expect(signIn()).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } })
    release()
    await Promise.all(waiting)
    expect(await signIn()).toBe(true)
  })
})
