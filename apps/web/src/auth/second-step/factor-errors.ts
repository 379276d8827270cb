import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { Words } from '@latchkey/contracts/words/web'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { isDeclined } from '../passkeys/browser.ts'

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof ApiError && error.problem.code === code

/** A refused proof: beside its field, if it has one. */
export function factorErrors({ secondStep: words }: Words, method: FactorMethod, error: unknown): Errors {
  if (isDeclined(error)) return { fields: {}, sentence: words.declined }
  if (!hasCode(error, 'invalid_factor')) return usualErrors(error)
  const sentence = words.wrong[method]
  return method === 'passkey' ? { fields: {}, sentence } : { fields: { code: sentence } }
}
