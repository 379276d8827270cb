import { pages } from '@latchkey/contracts/pages'
import { ApiError } from '../api-errors.ts'
import type { Errors } from '../ui/error-summary.tsx'
import { usualErrors } from '../ui/use-form.ts'
import { CookieDroppedError } from './queries.ts'
import { TypedAddressLink } from './typed-address-link.tsx'

/** What the form says about a failed attempt. An unknown address reads as a wrong password does, to the API and here. */
export function signInErrors(error: unknown): Errors {
  if (error instanceof CookieDroppedError)
    return {
      fields: {},
      sentence: 'Your browser did not keep the sign-in cookie. Allow cookies for this site, and reach it over https.',
    }
  if (!(error instanceof ApiError && error.problem.code === 'invalid_credentials')) return usualErrors(error)
  return {
    fields: {},
    sentence: (
      <>
        That address and password don't match. Check both, or{' '}
        <TypedAddressLink to={pages.forgot}>reset the password</TypedAddressLink>.
      </>
    ),
  }
}
