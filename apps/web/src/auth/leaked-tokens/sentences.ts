import type { activityKinds } from '@latchkey/contracts/auth/leaked-tokens'

/** The activity page's sentence for each event. */
export const leakedTokenSentences: Record<(typeof activityKinds)[number], string> = {
  token_leaked: 'A token of yours was found in public, and ended',
}
