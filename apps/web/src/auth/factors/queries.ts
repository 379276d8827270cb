import { activateTotp, addTotp, makeRecoveryCodes, removeFactor, renameFactor } from '@latchkey/contracts/auth/factors'
import { addPasskey, newPasskeyOptions } from '@latchkey/contracts/auth/passkeys'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { sessionsQuery } from '../devices/queries.ts'
import { createPasskey } from '../passkeys/browser.ts'
import { signalAccepted } from '../passkeys/signals.ts'
import { useConfirmed } from '../session/keeper.ts'
import { useSession } from '../session/use-session.ts'
import { factorsQuery } from './query.ts'

/** Makes a key for a new app. The key stays in this page: `gcTime` drops it from the cache. */
export function useAddApp() {
  const confirmed = useConfirmed()
  return useMutation({
    mutationFn: async (typed: SentInput<typeof addTotp>) => (await confirmed(() => call(addTotp, typed))).data,
    gcTime: 0,
  })
}

/** Adds the app by its first code. Resolves to the recovery codes, with the first factor. */
export function useActivateApp() {
  const confirmed = useConfirmed()
  const changed = useChanged()
  return useMutation({
    mutationFn: async (typed: SentInput<typeof activateTotp>) =>
      (await confirmed(() => call(activateTotp, typed))).data.recoveryCodes,
    onSuccess: changed,
    gcTime: 0,
  })
}

/** Lets the browser make a passkey, and adds it. Resolves to the recovery codes, with the first factor. */
export function useAddPasskey() {
  const session = useSession()
  const confirmed = useConfirmed()
  const changed = useChanged()
  return useMutation({
    mutationFn: async (name: string | undefined) => {
      const { challenge, options } = (await confirmed(() => call(newPasskeyOptions, {}))).data
      const credential = await createPasskey(options)
      const body = { challenge, credential, ...(name && { name }) }
      return (await confirmed(() => call(addPasskey, body))).data.recoveryCodes
    },
    onSuccess() {
      void signalAccepted(session)
      return changed()
    },
    gcTime: 0,
  })
}

export function useMakeRecoveryCodes() {
  const confirmed = useConfirmed()
  const changed = useChanged()
  return useMutation({
    mutationFn: async () => (await confirmed(() => call(makeRecoveryCodes, {}))).data.codes,
    onSuccess: changed,
    gcTime: 0,
  })
}

export function useRenameFactor() {
  const confirmed = useConfirmed()
  const changed = useChanged()
  return useMutation({
    mutationFn: (named: { id: string; name: string }) => confirmed(() => call(renameFactor, named)),
    onSuccess: changed,
  })
}

export function useRemoveFactor() {
  const session = useSession()
  const confirmed = useConfirmed()
  const changed = useChanged()
  return useMutation({
    mutationFn: (id: string) => confirmed(() => call(removeFactor, { id })),
    onSuccess() {
      void signalAccepted(session)
      return changed()
    },
  })
}

/** A change of factors also changes what may be done, and may end other sessions. */
function useChanged() {
  const queryClient = useQueryClient()
  const { query } = useSession()
  return async () => {
    void queryClient.invalidateQueries(sessionsQuery)
    void queryClient.invalidateQueries({ queryKey: ['activity'] })
    await Promise.all([
      queryClient.invalidateQueries(factorsQuery),
      queryClient.fetchQuery({ ...query, staleTime: 0 }).catch(() => undefined),
    ])
  }
}
