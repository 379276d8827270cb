export type { Password, Session, User } from './generated/client.ts'
