import type { Words } from '@latchkey/contracts/words/web'
import { ApiError } from '../../platform/api-errors.ts'
import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'

/** The errors of both steps. A wrong, late or used code reads the same, as does one for an address without an account. */
export function codeErrors({ emailCode }: Pick<Words, 'emailCode'>, error: unknown): Errors {
  const { code } = error instanceof ApiError ? error.problem : {}
  if (code === 'invalid_code') return { fields: { code: emailCode.wrong } }
  if (code === 'not_found') return { fields: {}, sentence: emailCode.off }
  return usualErrors(error)
}
