import type { Words } from '@latchkey/contracts/words/web'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { CookieDroppedError } from '../sign-in/queries.ts'

/** The errors of both steps. A wrong, late or used code reads the same, as does one for an address without an account. */
export function codeErrors({ emailCode, signIn }: Pick<Words, 'emailCode' | 'signIn'>, error: unknown): Errors {
  if (error instanceof CookieDroppedError) return { fields: {}, sentence: signIn.cookieDropped }
  const { code } = error instanceof ApiError ? error.problem : {}
  if (code === 'invalid_code') return { fields: { code: emailCode.wrong } }
  if (code === 'not_found') return { fields: {}, sentence: emailCode.off }
  return usualErrors(error)
}
