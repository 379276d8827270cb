import type { Device, Session } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import * as deviceStore from './device-store.ts'
import * as store from './store.ts'

export interface FoundDevices {
  readonly ofSession: ReadonlyMap<string, Pick<Session, 'userAgent' | 'deviceId'>>
  /** The names that the person gave to devices, by the device's id. */
  readonly named: ReadonlyMap<string, string | null>
}

/** What is still known about a person's sessions and devices. A session that was signed out is gone. */
export async function findDevices(
  { db }: Deps,
  userId: string,
  { sessionIds, deviceIds }: { sessionIds: string[]; deviceIds: string[] },
): Promise<FoundDevices> {
  const [sessions, devices] = await Promise.all([
    store.findKept(db, userId, sessionIds),
    deviceStore.findKept(db, userId, deviceIds),
  ])
  const all: (Device | null)[] = [...devices, ...sessions.map(({ device }) => device)]
  return {
    ofSession: new Map(sessions.map(session => [session.id, session])),
    named: new Map(all.flatMap(device => (device ? [[device.id, device.name]] : []))),
  }
}
