import * as z from 'zod/mini'
import { line } from '../lines.ts'
import type { FieldKey } from '../words/fields.ts'

/** The name of a person, as they want to be called. Apart from `users.ts`, because the sign-in page needs no rule for it. */
export const Name = line('nameMissing').check(z.maxLength(100, 'nameTooLong' satisfies FieldKey))

/** What a person calls an authenticator app or a passkey. The same rule. */
export const FactorName = line('factorNameMissing').check(z.maxLength(100, 'nameTooLong' satisfies FieldKey))

/** What a person calls one of their devices. The same rule. */
export const DeviceName = line('deviceNameMissing').check(z.maxLength(100, 'nameTooLong' satisfies FieldKey))
