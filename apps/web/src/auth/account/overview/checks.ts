import type { PendingEmail } from '@latchkey/contracts/auth/account'
import type { ListedSession } from '@latchkey/contracts/auth/devices'
import type { PasswordState } from '@latchkey/contracts/auth/passwords'
import type { User } from '@latchkey/contracts/auth/users'
import type { Words } from '@latchkey/contracts/words/web'
import type { ComponentProps, ReactNode } from 'react'
import type { IconName } from '../../../platform/ui/icons/shapes.ts'
import type { TextLink } from '../../../platform/ui/text-link.tsx'
import { devicesCheck } from './devices-check.ts'
import { passwordCheck } from './password-check.tsx'
import { waysBackCheck } from './ways-back-check.tsx'

/** What the checks look at. */
export interface Facts {
  user: User
  password: PasswordState | null
  sessions: ListedSession[]
  pendingEmail: PendingEmail | null
  /** Null without recovery codes. */
  recoveryCodesLeft: number | null
  now: number
}

/** What one check says: whether all is fine, and where to change it. */
export interface Finding {
  isFine: boolean
  icon: IconName
  title: string
  text: ReactNode
  link: string
  to: Pick<ComponentProps<typeof TextLink>, 'to' | 'part'>
}

/** Null where the check does not apply, as for an account without a password. */
export type Check = (facts: Facts, words: Words['overview']) => Finding | null

/** The checks of the overview, in this order. A way to sign in, or back in, adds its own. */
export const checks: readonly Check[] = [passwordCheck, devicesCheck, waysBackCheck]
