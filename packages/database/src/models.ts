export type * from './generated/client.ts'
