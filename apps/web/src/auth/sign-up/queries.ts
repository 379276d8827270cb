import { resend, signUp, signUpState, verify } from '@latchkey/contracts/auth/sign-up'
import { firstPasskeyOptions, signUpWithPasskey } from '@latchkey/contracts/auth/sign-up-by-passkey'
import type { SentInput } from '@latchkey/contracts/endpoint'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call } from '../../platform/api-client.ts'
import { CookieDroppedError } from '../../platform/api-errors.ts'
import { createPasskey } from '../passkeys/browser.ts'
import type { Session } from '../session/session.ts'
import { useSession } from '../session/use-session.ts'
import { type Entry, tellSignedIn } from '../sign-in/queries.ts'

/** Signs up. Only a mail tells the result. Resolves to the address as the server normalised it. */
export function useSignUp() {
  return useMutation({
    mutationFn: async (typed: SentInput<typeof signUp>) => (await call(signUp, typed)).data.email,
    gcTime: 0,
  })
}

/** Sends the mail of a sign-up again. */
export function useResend() {
  return useMutation({ mutationFn: (email: string) => call(resend, { email }) })
}

const oftenMs = 5_000
const seldomMs = 20_000
/** For the first two minutes the page asks often. */
const oftenCount = 24

/**
 * Whether the person finished this sign-up in another browser. Only a page in view asks, and at once when it comes into view again,
 * such as after a look into the mailbox. While this browser is `proving`, it would take its own success for another browser's.
 */
export function useFinishedElsewhere(proving: boolean): boolean {
  const { data } = useQuery({
    queryKey: ['sign-up state'],
    queryFn: async () => (await call(signUpState, {})).data,
    refetchInterval: ({ state }) => {
      if (state.data?.finished) return false
      return state.dataUpdateCount < oftenCount ? oftenMs : seldomMs
    },
    enabled: !proving,
    gcTime: 0,
  })
  return !proving && data?.finished === true
}

/**
 * Runs `ask`, which creates the account and, in the browser that signed up, signs in. Without the cookie the account exists all the
 * same, and its recovery codes are shown only now.
 */
async function enterNew<Answered extends Entry>(
  session: Session,
  ask: () => Promise<Answered>,
): Promise<{ made: Answered; isSignedIn: boolean }> {
  await session.beforeSignIn()
  const made = await ask()
  try {
    await tellSignedIn(session, made)
  } catch (error) {
    if (!(error instanceof CookieDroppedError)) throw error
    return { made, isSignedIn: false }
  }
  return { made, isSignedIn: made.session !== undefined }
}

/** Proves an address. In the browser that signed up, this also signs in. Resolves to whether it did. */
export function useVerify() {
  const session = useSession()
  return useMutation({
    mutationFn: async (proof: SentInput<typeof verify>) =>
      (await enterNew(session, async () => (await call(verify, proof)).data)).isSignedIn,
    gcTime: 0,
  })
}

/** Lets the browser make a passkey for a proven address, and creates the account with it. In the browser that signed up, this signs in. */
export function useSignUpWithPasskey() {
  const session = useSession()
  return useMutation({
    mutationFn: async (proof: SentInput<typeof firstPasskeyOptions>) => {
      const { challenge, options } = (await call(firstPasskeyOptions, proof)).data
      const credential = await createPasskey(options)
      const ask = async () => (await call(signUpWithPasskey, { challenge, credential })).data
      const { made, isSignedIn } = await enterNew(session, ask)
      return { codes: made.recoveryCodes, isSignedIn }
    },
    gcTime: 0,
  })
}
