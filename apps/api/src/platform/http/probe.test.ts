import { probe } from '@latchkey/contracts/platform/probe'
import { expect, it } from 'vitest'
import { minutes } from '../../../testing/movable-clock.ts'
import { testApi } from '../../../testing/test.ts'
import { deriveKeyring } from '../crypto/keys.ts'
import { proofOf } from './probe.ts'

const api = await testApi()
const ask = (at: number, proof: string) => api.call(probe, { at, proof })

it('tells a request that knows the secret how it arrived, for a minute, and answers 404 to any other', async () => {
  const at = api.clock.now().getTime()
  const proof = proofOf(api.deps.keys, at)
  expect((await ask(at, proof)).data).toEqual({
    ip: '127.0.0.1',
    chain: ['127.0.0.1'],
    protocol: 'http',
    host: 'localhost:80',
  })
  const another = proofOf(deriveKeyring(['another secret that is long enough']), at)
  for (const [time, wrong] of [
    [at, another],
    [at + 1, proof],
  ] as const)
    expect((await ask(time, wrong)).problem.code).toBe('not_found')
  api.clock.advance(minutes(1))
  expect((await ask(at, proof)).problem.code).toBe('not_found')
})
