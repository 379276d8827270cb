import type { Database } from '@latchkey/database/client'

/** All that is kept about a person, if they are still there; a sign-up that proved their address belongs to them too. */
export async function findEverything(db: Database, id: string) {
  const user = await db.user.findUnique({
    where: { id },
    include: {
      password: { select: { changedAt: true, disabledAt: true, strangersRefusedAt: true } },
      sessions: { orderBy: { createdAt: 'desc' } },
      devices: { orderBy: { createdAt: 'desc' } },
    },
  })
  if (!user) return null
  const challenges = await db.challenge.findMany({
    where: { OR: [{ userId: id }, { purpose: 'sign_up', userId: null, address: user.email }] },
    orderBy: { createdAt: 'desc' },
  })
  return { ...user, challenges }
}
