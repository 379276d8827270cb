import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { NotConfirmedError } from '../session/keeper.ts'

/** Nothing, where somebody was asked for the password and decided against it. */
export const accountErrors = (error: unknown): Errors | undefined =>
  error instanceof NotConfirmedError ? undefined : usualErrors(error)
