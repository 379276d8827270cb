import type { activityKinds } from '@latchkey/contracts/auth/leaked-tokens'

/** What the activity page says of them. */
export const leakedTokenSentences: Record<(typeof activityKinds)[number], string> = {
  token_leaked: 'A token of yours was found in public, and ended',
}
