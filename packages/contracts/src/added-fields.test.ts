import { expect, it } from 'vitest'
import type * as z from 'zod/mini'
import { listActivity } from './auth/activity.ts'
import { listSessions } from './auth/devices.ts'
import { currentSession } from './auth/sessions.ts'

const id = '019ab000-0000-7000-8000-000000000001'
const instant = '2026-11-23T14:02:00.000Z'
const user = { id, email: 'ada@example.com', name: null, createdAt: instant }
const device = { browser: 'Firefox', os: 'Linux' }
const session = {
  ...{ id, current: true, delivery: 'cookie', createdAt: instant, lastSeenAt: instant, expiresAt: instant },
  ...{ revoked: false, revokedAt: null, endReason: null, ip: null, device },
}
const event = { id, at: instant, kind: 'signed_in', count: 1, current: true, ip: null, device }

/** Endpoints of 0.1, what its servers answered, and what a page of this version reads there. */
const answers: [string, z.ZodMiniType, unknown, unknown][] = [
  [
    'currentSession',
    currentSession.responses[200],
    { user, session },
    { user: { language: null, timeZone: null }, session: { device: { ...device, model: null, type: null } } },
  ],
  [
    'listSessions',
    listSessions.responses[200],
    [session],
    [{ deviceId: null, name: null, firstSeenAt: '1970-01-01T00:00:00.000Z', place: null }],
  ],
  [
    'listActivity',
    listActivity.responses[200],
    { events: [event], next: null },
    { events: [{ newDevice: false, place: null, about: null }] },
  ],
]

it.each(answers)(
  'the answer of %s from a server of the version before is read, by defaults for newer fields',
  (_name, schema, old, read) => {
    expect(schema.parse(old)).toMatchObject(read as object)
  },
)
