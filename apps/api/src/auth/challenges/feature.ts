import type { Challenge } from '@latchkey/database/models'
import * as z from 'zod/mini'
import { type Feature, mostExported } from '../../platform/feature.ts'
import * as store from './store.ts'

/** Actions that a mailed or short-lived secret unlocks. */
export const challenges: Feature = {
  name: 'challenges',
  purge: [
    // At once, because a sign-up holds the password that the person chose.
    { name: 'signUps', afterDays: 0, deleteBatch: store.deleteSignUps },
    { name: 'passkeySignIns', afterDays: 0, deleteBatch: store.deletePasskeySignIns },
    { name: 'challenges', afterDays: 14, deleteBatch: store.deleteChallenges },
  ],
  exportOf: async ({ db }, user) => ({
    challenges: (await store.listOfUser(db, user, mostExported)).map(presentChallenge),
  }),
}

/** The parts of a payload that the person may export. */
const ExportedPayload = z.object({
  name: z.catch(z.nullable(z.string()), null),
  notice: z.catch(z.nullable(z.string()), null),
})

function presentChallenge({ purpose, address, payload, tries, createdAt, expiresAt, usedAt }: Challenge) {
  const { name, notice } = ExportedPayload.parse(payload)
  const when = {
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  }
  return { purpose, address, name, notice, tries, ...when }
}
