import type { FactorMethod } from '@latchkey/contracts/auth/second-step'
import type { Words } from '@latchkey/contracts/words/web'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'

export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof ApiError && error.problem.code === code

/** A refused proof, beside its field. */
export const factorErrors = (words: Words['secondStep'], method: FactorMethod, error: unknown): Errors =>
  hasCode(error, 'invalid_factor') ? { fields: { code: words.wrong[method] } } : usualErrors(error)
