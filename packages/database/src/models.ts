export type { AuditCheckpoint, AuditEvent, AuditSeal, Challenge, Device, Session, User } from './generated/client.ts'
