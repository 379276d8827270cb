import { signIn } from '@latchkey/contracts/sign-in'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api-client.ts'
import { become, sessionQuery } from '../sessions/queries.ts'
import { tellOtherTabs } from '../tabs.ts'

export interface TypedCredentials {
  email: string
  password: string
  remember: boolean
}

/** Signs in by cookie: the token travels where no script can read it, so this page never holds it (ASVS 3.3.4). */
export function useSignIn() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (typed: TypedCredentials) => (await call(signIn, { ...typed, delivery: 'cookie' })).data,
    // A "who am I?" that is still under way was asked without the new cookie: its 401 would sign out whoever signs in.
    onMutate: () => queryClient.cancelQueries(sessionQuery),
    onSuccess({ user, session }) {
      become(queryClient, { user, session })
      tellOtherTabs('signed-in')
    },
    // The password is kept in the form for another try, and nowhere else.
    gcTime: 0,
  })
}
