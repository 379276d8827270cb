import type { FactorProof } from '@latchkey/contracts/auth/second-step'
import type { Challenge } from '@latchkey/database/models'
import type * as z from 'zod/mini'
import type { LockedAccount } from '../account/change-account.ts'
import type { Method } from '../factors/assurance.ts'
import { isMultiFactor } from '../factors/assurance.ts'
import { verifyPasskey } from '../passkeys/service.ts'
import { verifyRecoveryCode } from '../recovery-codes/service.ts'
import { verifyTotp } from '../totp/service.ts'

export type Proof = z.output<typeof FactorProof>

/**
 * Verifies a proof of a second factor, and uses it up. Returns what it proves; null if it is wrong, or was used before. A passkey has to
 * answer to the challenge. `proven`: by what the person is known already.
 */
export async function verifyFactor(
  account: LockedAccount,
  { method, code = '', credential }: Proof,
  { challenge, proven }: { challenge: Pick<Challenge, 'id' | 'purpose'> | null; proven: readonly string[] },
): Promise<readonly Method[] | null> {
  switch (method) {
    case 'totp':
      return (await verifyTotp(account, code)) ? ['otp'] : null
    case 'recovery_code':
      return (await verifyRecoveryCode(account, code)) ? ['recovery'] : null
    case 'passkey':
      if (!challenge || !credential) return null
      // Beside a password or a mail, having the passkey is enough. Alone it has to check the person.
      return verifyPasskey(account, credential, {
        challenge,
        isAlone: !isMultiFactor([...proven.filter(each => each !== 'user'), 'hwk']),
      })
  }
}
