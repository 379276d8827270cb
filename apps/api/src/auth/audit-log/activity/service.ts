import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import type { AuditEvent } from '@latchkey/database/models'
import type { Deps } from '../../../deps.ts'
import { findDevices } from '../../sessions/find-devices.ts'
import { presentListed, type Reader } from './present.ts'
import * as store from './store.ts'

const pageSize = 50

/** A page of a person's events, newest first, and the `before` of the next page. */
export async function findActivity(
  deps: Deps,
  reader: Reader,
  wanted: Omit<store.Wanted, 'count'>,
): Promise<{ events: ListedEvent[]; next: string | null }> {
  const { userId } = reader
  const found = await store.list(deps.db, userId, { ...wanted, count: pageSize + 1 })
  const events = found.slice(0, pageSize)
  const devices = await findDevices(deps, userId, {
    sessionIds: idsIn(events, 'sessionId'),
    deviceIds: idsIn(events, 'deviceId'),
  })
  const signIns = events.filter(({ kind }) => kind === 'signed_in')
  const newDevices = await store.newDevicesOf(deps.db, userId, signIns)
  return {
    events: events.map(event => presentListed(deps, reader, event, { devices, newDevices })),
    next: found.length > pageSize ? (events.at(-1)?.id ?? null) : null,
  }
}

const idsIn = (events: AuditEvent[], name: 'sessionId' | 'deviceId') => [
  ...new Set(events.flatMap(event => event[name] ?? [])),
]
