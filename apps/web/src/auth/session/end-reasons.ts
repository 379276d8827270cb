import type { EndReason } from '@latchkey/contracts/auth/sessions'
import type { Words } from '@latchkey/contracts/words/web'
import type { SessionEnd } from './machine.ts'

/**
 * The sign-in page's sentence for the end of a session. Undefined for someone who just arrives. Without `ends`, which load with
 * signed-in pages, it says no reason.
 */
export function signedOutSentence(
  { session: words, ends }: { session: Words['session']; ends?: Words['ends'] | undefined },
  end: SessionEnd | undefined,
  wantsToReturn: boolean,
): string | undefined {
  switch (end?.code) {
    case 'session_ended':
      // A newer API may send reasons that this page does not know.
      return end.reason && ends && Object.hasOwn(ends, end.reason) ? ends[end.reason as EndReason] : words.ended
    case 'token_lost':
      return words.lost
    case 'invalid_token':
      return words.invalid
    case 'signed_out':
      return end.reason ? words.pending : words.signedOut
    case 'signed_out_elsewhere':
      return words.elsewhere
    default:
      return wantsToReturn ? words.continue : undefined
  }
}
