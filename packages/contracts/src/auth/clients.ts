import * as z from 'zod/mini'

export type DeviceType = 'phone' | 'tablet' | 'computer' | 'tv' | 'program' | 'bot'

/** What a client says about itself. It proves nothing. An older server leaves out what has a default (users.ts). */
export const Device = z.object({
  browser: z.nullable(z.string()),
  os: z.nullable(z.string()),
  /** "iPhone" or "iPad", which tells more than the system's name. */
  model: z._default(z.nullable(z.string()), null),
  /** One of `DeviceType`, or one that a later version added. */
  type: z._default(z.nullable(z.string()), null),
})
export type Device = z.infer<typeof Device>

/** Where an address probably is. The operator's own database says it, if there is one. */
export const Place = z.object({
  /** In the language of the request, if the database knows it. */
  city: z.nullable(z.string()),
  /** ISO 3166-1, two letters. */
  country: z.nullable(z.string()),
})
export type Place = z.infer<typeof Place>
