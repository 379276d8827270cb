import { pages } from '@latchkey/contracts/pages'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { CookieDroppedError } from './queries.ts'
import { TypedAddressLink } from './typed-address-link.tsx'

/** The form's errors after a failed attempt. An unknown address reads like a wrong password, here and in the API. */
export function signInErrors(error: unknown): Errors {
  if (error instanceof CookieDroppedError)
    return {
      fields: {},
      sentence: 'Your browser did not keep the sign-in cookie. Allow cookies for this site, and reach it over https.',
    }
  const { code } = error instanceof ApiError ? error.problem : {}
  if (code !== 'invalid_credentials' && code !== 'rate_limited') return usualErrors(error)
  const orReset = (
    <>
      , or <TypedAddressLink to={pages.forgot}>reset the password</TypedAddressLink>
    </>
  )
  if (code === 'rate_limited') return { fields: {}, sentence: failure(error, orReset) }
  return {
    fields: {},
    sentence: <span>That address and password don't match. Check both{orReset}.</span>,
    about: ['email', 'password'],
  }
}
