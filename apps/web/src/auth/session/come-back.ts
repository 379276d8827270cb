import { confirm, signIn } from '@latchkey/contracts/auth/sign-in'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { enter, type TypedCredentials } from '../sign-in/queries.ts'
import { isUnderWay } from './with-confirmation.ts'

/**
 * Signs in again over a page that is kept. Where a request waits for that, the password also proves once more who it is:
 * signing in does not, and the request would ask for the same password again.
 */
export function useComeBack() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (typed: TypedCredentials) =>
      enter(queryClient, async () => {
        const { data } = await call(signIn, { ...typed, delivery: 'cookie' })
        // Where this fails, the request asks by itself.
        if (isUnderWay()) await call(confirm, { password: typed.password }).catch(() => undefined)
        return data
      }),
    gcTime: 0,
  })
}
