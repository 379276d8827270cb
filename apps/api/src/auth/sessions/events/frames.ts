import type { sessionEvents } from '@latchkey/contracts/auth/sessions'
import type * as z from 'zod/mini'

type Events = typeof sessionEvents

/** An event as it travels (HTML Standard, section 9.2.5). */
export const frame = <Name extends keyof Events>(name: Name, data: z.output<Events[Name]>): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** Keeps alive what stands between, and tells a page that it is still heard; a comment would not, pages hear none. */
export const ping = frame('ping', {})
