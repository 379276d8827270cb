import * as z from 'zod/mini'

/** True or false, as a CSV file or Postgres may write it. Empty counts as false. */
export const yes = z.pipe(
  z.pipe(
    z.string(),
    z.transform(text => text.trim().toLowerCase()),
  ),
  z.pipe(
    z.enum(['true', 't', '1', 'yes', 'false', 'f', '0', 'no', '']),
    z.transform(text => ['true', 't', '1', 'yes'].includes(text)),
  ),
)

/** The same, or a boolean of JSON. */
export const flag = z.union([z.boolean(), yes])
