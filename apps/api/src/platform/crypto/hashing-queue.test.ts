import { describe, expect, it } from 'vitest'
import { fastHasher } from '../../../testing/fast-hasher.ts'
import type { Turn } from './hasher.ts'
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

let networks = 0
const strangerIn = (ip: string) => ({ ip, knownAs: null })
/** A stranger in a network where nobody has been yet. */
const somewhere = () => strangerIn(`10.0.0.${networks++}`)

describe('queueHashing', () => {
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
      queue.takeTurn(somewhere(), async () => {
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

  it('answers 503 at once when too many are in, before they look anybody up, and takes the next when they are done', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1)
    const signIn = () => queue.takeTurn(somewhere(), () => queue.verify(null, 'a'))
    const waiting = Array.from({ length: 33 }, signIn)
    await expect(signIn()).rejects.toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } })
    release()
    await Promise.all(waiting)
    expect(await signIn()).toBe(true)
  })

  it('gives one network a quarter of the places, however many neighbours it claims to be', async () => {
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

  it('gives one person three places of those who are known, however many browsers and networks are theirs', async () => {
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

  it('gives a network more where many people share one', async () => {
    const { hasher, release } = heldHasher()
    const queue = queueHashing(hasher, 1, 100)
    const signIn = () => queue.takeTurn(strangerIn('192.0.2.1'), () => queue.verify(null, 'a'))
    const waiting = Array.from({ length: 33 }, signIn)
    await expect(signIn()).rejects.toMatchObject({ code: 'unavailable' })
    release()
    expect(await Promise.all(waiting)).toHaveLength(33)
  })

  it('has a place for who is known when strangers fill theirs, and lets them in among the next', async () => {
    const done: string[] = []
    const hasher = { ...fastHasher(), verify: async () => true }
    const queue = queueHashing(hasher, 1)
    const signIn = (who: string, turn: Turn) =>
      queue.takeTurn(turn, () => queue.verify(null, 'a')).then(() => void done.push(who))
    const flood = Array.from({ length: 33 }, () => signIn('stranger', somewhere()))
    await expect(signIn('stranger', somewhere())).rejects.toMatchObject({ code: 'unavailable' })
    await Promise.all([...flood, signIn('owner', { ip: '10.0.0.1', knownAs: 'ada@example.com' })])
    // Only those had begun before, of the 33.
    expect(done.indexOf('owner')).toBeLessThan(4)
  })
})
