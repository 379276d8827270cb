import { confirm, signIn } from '@latchkey/contracts/auth/sign-in'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { enter, type TypedCredentials } from '../sign-in/queries.ts'
import { useSession } from './use-session.ts'

/**
 * Signs in again over a page that is kept. Where a request waits for that, the password also proves once more who it is:
 * signing in does not, and the request would ask for the same password again.
 */
export function useComeBack() {
  const session = useSession()
  return useMutation({
    mutationFn: (typed: TypedCredentials) =>
      enter(session, async () => {
        const { data } = await call(signIn, { ...typed, delivery: 'cookie' })
        // Where this fails, the request asks by itself.
        if (session.getKeeper()?.isUnderWay()) await call(confirm, { password: typed.password }).catch(() => undefined)
        return data
      }),
    gcTime: 0,
  })
}

/** Proves once more who is signed in; the cookie then holds a new token. */
export function useConfirm() {
  return useMutation({ mutationFn: (password: string) => call(confirm, { password }), gcTime: 0 })
}
