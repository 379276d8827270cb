import type { Errors } from '../../platform/ui/error-summary.tsx'
import { usualErrors } from '../../platform/ui/use-form.ts'
import { NotConfirmedError } from '../session/keeper.ts'

/** The usual errors, or none if the person closed the dialog that confirms. */
export const accountErrors = (error: unknown): Errors | undefined =>
  error instanceof NotConfirmedError ? undefined : usualErrors(error)
