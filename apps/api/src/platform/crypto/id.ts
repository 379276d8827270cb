import { randomBytes } from 'node:crypto'

/** The id of a new row: a UUIDv7 (RFC 9562 section 5.7). The database keeps neighbours in time together. */
export function newId(at: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes[6] = 0x70 | (bytes.readUInt8(6) % 0x10)
  bytes[8] = 0x80 | (bytes.readUInt8(8) % 0x40)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
