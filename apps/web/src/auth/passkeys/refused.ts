import { ApiError } from '../../platform/api-errors.ts'

/** Why the API refused a passkey: what it says itself, as where the passkey is right, or `usual`. Undefined for other failures. */
export function passkeyRefusal(error: unknown, usual: string): string | undefined {
  const { code, detail } = error instanceof ApiError ? error.problem : {}
  return code === 'invalid_factor' || code === 'invalid_challenge' ? (detail ?? usual) : undefined
}
