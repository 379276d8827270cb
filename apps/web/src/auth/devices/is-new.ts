import type { ListedSession } from '@latchkey/contracts/auth/devices'

const newForMs = 3 * 86_400_000

/** Whether the device was first seen in the last three days: the owner should look at it. */
export const isNew = ({ firstSeenAt }: Pick<ListedSession, 'firstSeenAt'>, now: number): boolean =>
  now - Date.parse(firstSeenAt) < newForMs
