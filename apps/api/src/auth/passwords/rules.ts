import { isMadeOf } from '@latchkey/contracts/auth/known-words'
import { isRepetitive, newPassword, notAgain } from '@latchkey/contracts/auth/new-passwords'
import { fieldsOf } from '@latchkey/contracts/fields'
import type { FieldMessage } from '@latchkey/contracts/words/fields'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import { isBreached } from './breaches.ts'
import { isCommon } from './common.ts'
import { matchingForm } from './hashing.ts'
import * as store from './store.ts'

export type Person = Pick<User, 'email' | 'name'>

/**
 * Why the person may not choose this password: it is too short, made of what is known about them, repetitive, common, or breached. The
 * check for breaches needs BREACH_CHECK_URL. Only this function and `whyNotAgain` decide.
 */
export async function whyRefused(
  deps: Deps,
  typed: string,
  { email, name }: Person,
): Promise<FieldMessage | undefined> {
  const checked = newPassword(deps.settings.passwordMinLength).safeParse(typed)
  if (!checked.success) return fieldsOf(checked.error).body
  const password = checked.data
  if (isMadeOf(password, [email, name ?? '', deps.settings.appUrl.hostname])) return ['newPasswordPersonal']
  if (isRepetitive(password)) return ['newPasswordRepetitive']
  if (isCommon(password)) return ['newPasswordCommon']
  if (await isBreached(deps, password)) return ['newPasswordBreached']
  return undefined
}

/**
 * Why an account may not have this password again: it is the present one, or one that others may know. Takes a hash for each, so call it
 * in a turn of the hasher. `except` is the hash of a password that is known to be another one.
 */
export async function whyNotAgain(
  deps: Deps,
  userId: string,
  password: string,
  { except }: { except?: string } = {},
): Promise<FieldMessage | undefined> {
  const refused = await store.findRefused(deps.db, userId)
  for (const { hash, isUsable } of refused.filter(each => each.hash !== except))
    if ((await matchingForm(deps, hash, password)) !== null) return [isUsable ? notAgain.present : notAgain.reported]
  return undefined
}
