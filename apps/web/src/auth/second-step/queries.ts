import { proveFactor } from '@latchkey/contracts/auth/second-step'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { useSession } from '../session/use-session.ts'
import { enter } from '../sign-in/queries.ts'

/** Finishes a sign-in with a second factor. */
export function useProveFactor() {
  const session = useSession()
  return useMutation({
    mutationFn: (proof: SentInput<typeof proveFactor>) =>
      enter(session, async () => (await call(proveFactor, proof)).data),
    gcTime: 0,
  })
}
