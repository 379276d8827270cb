import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'
import { Id, Instant } from '../values.ts'

/** Two clocks of the server: `at` never jumps and counts milliseconds from its start, `now` is the time of day. */
const Clocks = z.object({ at: z.number(), now: Instant })

/** The lines of the stream, by their event. None holds a token, an address or a reason. */
export const GuardLine = z.discriminatedUnion('event', [
  /** The first line. `keepMs`: how long an answer may be kept, since the use of a session must be seen, and idleness is not announced. */
  z.extend(Clocks, { event: z.literal('open'), keepMs: z.int() }),
  /** Everything committed up to a second before `at` stands above this line. */
  z.extend(Clocks, { event: z.literal('beat') }),
  /** This session, or everything of this person, may have changed or ended. */
  z.object({ event: z.literal('session'), id: Id }),
  z.object({ event: z.literal('user'), id: Id }),
  /** Anything may have changed. A line that a guard does not know means the same. */
  z.object({ event: z.literal('everything') }),
])
export type GuardLine = z.infer<typeof GuardLine>

export const guardChanges = endpoint({
  method: 'GET',
  path: '/api/guards/changes',
  summary: 'Streams to a second service which sessions and people changed: one JSON object a line.',
  principals: ['guard'],
  media: 'application/x-ndjson',
  /** A guard chooses its id when it starts. Its next stream takes the place of the one before, which may be half dead. */
  query: z.object({ guard: z.optional(Id) }),
  responses: { 200: null },
  errors: ['missing_token', 'invalid_token', 'not_found'],
})
