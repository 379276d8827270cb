import * as z from 'zod/mini'
import type { Given } from './given-values.ts'
import { duration } from './setting-values.ts'

export const sessionVariables = {
  SESSION_LIFETIME: z.optional(duration),
  SESSION_IDLE: z.optional(duration),
  SESSION_REMEMBERED_LIFETIME: z.optional(duration),
  SESSION_REMEMBERED_IDLE: z.optional(duration),
}

const Variables = z.object(sessionVariables)
type Variables = z.output<typeof Variables>

const hour = 3_600_000

/** How long sessions last at most, and how long unused, in milliseconds. */
export function sessionLimits(env: Variables) {
  const lifetime = env.SESSION_LIFETIME ?? 24 * hour
  const remembered = env.SESSION_REMEMBERED_LIFETIME ?? 720 * hour
  return {
    fleeting: { lifetime, idle: env.SESSION_IDLE ?? Math.min(2 * hour, lifetime) },
    remembered: { lifetime: remembered, idle: env.SESSION_REMEMBERED_IDLE ?? Math.min(336 * hour, remembered) },
  }
}

/** What is wrong with these settings, taken together. */
export function sessionProblems(given: Given): string[] {
  const parsed = Variables.safeParse(given)
  if (!parsed.success) return []
  const { fleeting, remembered } = sessionLimits(parsed.data)
  const endsAnyway = 'a session ends then, used or not'
  const endsEarlier = 'people who ask to stay signed in would be signed out earlier than others'
  return [
    ...(fleeting.idle > fleeting.lifetime
      ? [`SESSION_IDLE must not be longer than SESSION_LIFETIME (24h unless set): ${endsAnyway}`]
      : []),
    ...(remembered.idle > remembered.lifetime
      ? [`SESSION_REMEMBERED_IDLE must not be longer than SESSION_REMEMBERED_LIFETIME (30d unless set): ${endsAnyway}`]
      : []),
    ...(fleeting.lifetime > remembered.lifetime
      ? [`SESSION_LIFETIME must not be longer than SESSION_REMEMBERED_LIFETIME (30d unless set): ${endsEarlier}`]
      : []),
    ...(fleeting.idle > remembered.idle
      ? [`SESSION_IDLE must not be longer than SESSION_REMEMBERED_IDLE (14d unless set): ${endsEarlier}`]
      : []),
  ]
}
