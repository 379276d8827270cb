import { Email } from '@latchkey/contracts/auth/users'
import { type ComponentType, useState } from 'react'
import { ApiError } from '../api-errors.ts'
import { addressOf, useSecrets } from '../mailed-secret.ts'
import { useLocation } from '../router/use-router.ts'
import type { Errors } from './error-summary.tsx'
import { usualErrors } from './use-form.ts'

/** `incomplete`: the page has no secret, because it was reloaded or the link was cut off. */
export type Fault = 'incomplete' | 'invalid'

/** Mounts the page again for each link that is opened in its tab: the browser does not reload for a new fragment. */
export const perLink = (Page: ComponentType) =>
  function PerLink() {
    return <Page key={useLocation().state.key} />
  }

/** The secret that the page at `path` got from a mailed link, for its form to send. */
export function useMailedSecret(path: string) {
  const secrets = useSecrets()
  const [secret] = useState(() => secrets.get(path))
  const [address] = useState(() => Email.safeParse(secrets.get(addressOf(path))).data)
  const [fault, setFault] = useState<Fault | undefined>(secret ? undefined : 'incomplete')
  return {
    token: secret ?? '',
    /** The address that the link was mailed to, for password managers. Anyone can write a link, so it proves nothing. */
    address,
    fault,
    /** Forgets a used secret. */
    drop: () => void secrets.delete(path),
    /** The page reports an invalid link, not its form. */
    errorsOf(error: unknown): Errors | undefined {
      if (error instanceof ApiError && error.problem.code === 'invalid_link') return void setFault('invalid')
      return usualErrors(error)
    },
  }
}
