import { v7 } from 'uuid'

/** The id of a new row: a UUIDv7 (RFC 9562 section 5.7). The database keeps neighbours in time together. */
export const newId = (at: Date): string => v7({ msecs: at.getTime() })
