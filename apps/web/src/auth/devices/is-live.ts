import type { Session } from '@latchkey/contracts/auth/sessions'

/** Whether a session still works. An idle or expired one ended too, though no one revoked it. */
export const isLive = ({ endReason }: Pick<Session, 'endReason'>): boolean => endReason === null
