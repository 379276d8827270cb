import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** Keeps what a provider stores, until the test ends. */
export function memory(): AdapterFactory {
  const kept = new Map<string, AdapterPayload>()
  const findBy = (name: string, is: (payload: AdapterPayload) => boolean) =>
    [...kept].find(([key, payload]) => key.startsWith(`${name} `) && is(payload))?.[1]
  return (name): Adapter => ({
    upsert: async (id, payload) => void kept.set(`${name} ${id}`, payload),
    find: async id => kept.get(`${name} ${id}`),
    findByUid: async uid => findBy(name, payload => payload.uid === uid),
    findByUserCode: async userCode => findBy(name, payload => payload.userCode === userCode),
    consume: async id => {
      const payload = kept.get(`${name} ${id}`)
      if (payload) payload.consumed = true
    },
    destroy: async id => void kept.delete(`${name} ${id}`),
    revokeByGrantId: async grantId => {
      for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key)
    },
  })
}
