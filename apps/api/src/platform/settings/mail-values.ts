import * as z from 'zod/mini'

/** `Name <address>`, or the address alone. Quotes around the name are dropped. */
export const sender = z.pipe(
  z
    .string()
    .check(
      z.regex(/^(?:(?:"[^<>"\\\p{Cc}]+"|[^<>"\p{Cc}]+) )?<[^<>\s]+>$|^[^<>\s]+$/u, 'must look like Name <address>'),
    ),
  z.pipe(
    z.transform((value: string) => {
      const [, name = '', address = value] = /^(?:(.+) )?<(.+)>$/.exec(value) ?? []
      return { name: name.replace(/^"(.*)"$/, '$1').trim(), address }
    }),
    z.object({
      name: z.string(),
      address: z
        .string()
        // Not the contract's rule for e-mail addresses: a development machine sends from localhost.
        .check(
          z.regex(
            /^[^@\s,;:<>()[\]\\"\p{Cc}]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/iu,
            'must hold one e-mail address, such as Example <no-reply@example.com>',
          ),
        ),
    }),
  ),
)
