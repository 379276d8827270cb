import type { sessionEvents } from '@latchkey/contracts/auth/sessions'
import type * as z from 'zod/mini'

type Events = typeof sessionEvents

/** An event in its wire format (HTML Standard, section 9.2.5). */
export const frame = <Name extends keyof Events>(name: Name, data: z.output<Events[Name]>): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** Keeps proxies from closing the stream, and shows the page that it works. A comment would not: pages do not receive comments. */
export const ping = frame('ping', {})
