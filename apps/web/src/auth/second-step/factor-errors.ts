import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { Words } from '@latchkey/contracts/words/web'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { isDeclined } from '../passkeys/browser.ts'
import { CookieDroppedError } from '../sign-in/queries.ts'

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof ApiError && error.problem.code === code

/** A refused proof: beside its field, if it has one. */
export function factorErrors({ secondStep: words, signIn }: Words, method: FactorMethod, error: unknown): Errors {
  if (isDeclined(error)) return { fields: {}, sentence: words.declined }
  if (error instanceof CookieDroppedError) return { fields: {}, sentence: signIn.cookieDropped }
  if (!hasCode(error, 'invalid_factor')) return usualErrors(error)
  const sentence = words.wrong[method]
  return method === 'passkey' ? { fields: {}, sentence } : { fields: { code: sentence } }
}
