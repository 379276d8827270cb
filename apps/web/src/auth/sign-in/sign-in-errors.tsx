import { pages } from '@latchkey/contracts/pages'
import type { Words } from '@latchkey/contracts/words/web'
import type { ReactNode } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { rich } from '../../platform/words/use-words.ts'
import { TypedAddressLink } from './typed-address-link.tsx'

/** The form's errors after a failed attempt. An unknown address reads like a wrong password, here and in the API. */
export function signInErrors(words: Words['signIn'], error: unknown): Errors {
  const { code } = error instanceof ApiError ? error.problem : {}
  if (code === 'rate_limited') {
    const waits = { wait: (time: ReactNode) => words.wait(time, resetLink), waited: words.waited(resetLink) }
    return { fields: {}, sentence: failure(error, waits) }
  }
  if (code !== 'invalid_credentials') return usualErrors(error)
  return {
    fields: {},
    sentence: rich(words.wrong(resetLink)),
    about: ['email', 'password'],
  }
}

const resetLink = (label: string): ReactNode => <TypedAddressLink to={pages.forgot}>{label}</TypedAddressLink>
