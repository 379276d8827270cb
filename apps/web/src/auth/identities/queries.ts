import { linkAtSignIn, mailLinkCode, pendingSignInWith } from '@latchkey/contracts/auth/identities'
import { providers } from '@latchkey/contracts/auth/listed-providers'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { queryOptions, useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSession } from '../session/use-session.ts'
import { enter } from '../sign-in/queries.ts'

/** What a sign-in with a provider still needs. The server says it once. */
export const pendingQuery = (id: string) =>
  queryOptions({
    queryKey: ['pending sign-in', id],
    queryFn: () => call(pendingSignInWith, { id }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

/** What the operator calls the provider `id`. Undefined for one that is not there. */
export const providerNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['provider name', id],
    queryFn: async () => (await call(providers, {})).data.find(provider => provider.id === id)?.label ?? null,
  })

/** Proves the account that the address has, and links the provider, up to the second step if the person has a second factor. */
export function useLinkAtSignIn() {
  const session = useSession()
  return useMutation({
    mutationFn: (proof: SentInput<typeof linkAtSignIn>) =>
      enter(session, async () => (await call(linkAtSignIn, proof)).data),
    gcTime: 0,
  })
}

/** Mails a code that proves the account. */
export const useMailLinkCode = () =>
  useMutation({ mutationFn: (challenge: string) => call(mailLinkCode, { challenge }), gcTime: 0 })
