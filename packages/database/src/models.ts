export type { Session, User } from './generated/client.ts'
