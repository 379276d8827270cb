import type { activityKinds } from '@latchkey/contracts/auth/passwords'

/** The activity page's sentence for each event. */
export const passwordSentences: Record<(typeof activityKinds)[number], string> = {
  password_disabled: 'The password was taken out of use: too many wrong ones were entered',
  guessed_on_device: 'Too many wrong passwords: the device counts as a new one',
  guessed_by_strangers: 'Too many wrong passwords: a new device needs a new password first',
}
