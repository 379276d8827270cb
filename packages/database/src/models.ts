export type { Challenge, Device, Session, User } from './generated/client.ts'
