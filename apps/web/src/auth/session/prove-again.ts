import { confirm, signIn } from '@latchkey/contracts/auth/sign-in'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { enter, type TypedCredentials } from '../sign-in/queries.ts'
import { useSession } from './use-session.ts'

/**
 * Signs in again over a held page. If a request waits, it also confirms with the same password. Signing in alone does not
 * confirm, so the request would ask for the password again.
 */
export function useSignInAgain() {
  const session = useSession()
  return useMutation({
    mutationFn: (typed: TypedCredentials) =>
      enter(session, async () => {
        const { data } = await call(signIn, { ...typed, delivery: 'cookie' })
        // If this fails, the request itself asks for the password.
        if (session.getKeeper()?.isUnderWay()) await call(confirm, { password: typed.password }).catch(() => undefined)
        return data
      }),
    gcTime: 0,
  })
}

/** Confirms with the password who is signed in. The cookie then holds a new token. */
export function useConfirm() {
  return useMutation({ mutationFn: (password: string) => call(confirm, { password }), gcTime: 0 })
}
