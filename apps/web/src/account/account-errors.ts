import { NotConfirmedError } from '../sign-in/with-confirmation.ts'
import type { Errors } from '../ui/error-summary.tsx'
import { usualErrors } from '../ui/use-form.ts'

/** Nothing, where somebody was asked for the password and decided against it. */
export const accountErrors = (error: unknown): Errors | undefined =>
  error instanceof NotConfirmedError ? undefined : usualErrors(error)
