import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { Assertion, RequestOptions } from '@latchkey/contracts/auth/webauthn'
import { getPasskey } from '../passkeys/browser.ts'

interface TypedProof {
  method: FactorMethod
  code: string
}

/** A proof with what its way needs: the typed code, or what a passkey signed in answer to the server's options. */
export async function wholeProof(
  { method, code }: TypedProof,
  optionsOf: () => Promise<RequestOptions>,
): Promise<{ method: FactorMethod; code?: string; credential?: Assertion }> {
  if (method !== 'passkey') return { method, code }
  return { method, credential: await getPasskey(await optionsOf()) }
}
