import { tokenPrefix } from './technical.ts'

/** The parts of a JSON schema that an example is made from. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly format?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly pattern?: string
  readonly allOf?: readonly JsonSchema[]
}

const secret = `${tokenPrefix}${'Zm9yIGV4YW1wbGU'.repeat(6).slice(0, 86)}`
const later = '2026-03-02T09:00:00.000Z'

/** What a field holds in an example, by its name. A name that is missing gets a value of its type. */
const values: Readonly<Record<string, unknown>> = {
  email: 'ada@example.com',
  to: 'ada@example.com',
  address: 'ada@example.com',
  password: 'seven lanterns under a bridge',
  currentPassword: 'correct horse battery',
  newPassword: 'seven lanterns under a bridge',
  token: secret,
  challenge: secret,
  undo: secret,
  name: 'Ada',
  displayName: 'Ada',
  timeZone: 'Europe/Berlin',
  code: '071584',
  codes: ['k3vq-7m2x-9tdp', 'w8ra-4hny-6cfe'],
  recoveryCodes: ['k3vq-7m2x-9tdp', 'w8ra-4hny-6cfe'],
  ip: '203.0.113.7',
  proof: 'Zm9yIGV4YW1wbGUgb25seSwgbm90aGluZyBlbHNlISE',
  verifier: 'Zm9yIGV4YW1wbGUgb25seSwgbm90aGluZyBlbHNlISE',
  url: 'https://accounts.google.com/o/oauth2/v2/auth?client_id=…',
  return: '/devices',
  provider: 'google',
  label: 'Google',
  mark: 'google',
  delivery: 'bearer',
  current: true,
  browser: 'Firefox',
  os: 'Linux',
  city: 'Berlin',
  country: 'DE',
  kind: 'signed_in',
  expiresAt: later,
  confirmedUntil: later,
  resetAt: later,
  trustedUntil: later,
  revokedAt: null,
  endReason: null,
  revoked: false,
  rememberedSeconds: 2_592_000,
  timeout: 300_000,
  alg: -7,
  rpId: 'app.example.com',
  secret: 'JBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Example:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Example',
  subject: 'Reset your password',
  userAgent: 'curl/8.9.1',
  message: 'Only signed-in people can read this.',
  credentialIds: ['AAAA'],
}

/** Bodies that a rule across fields, which JSON schema cannot say, would refuse if they had every field. */
const bodies: Readonly<Record<string, object>> = {
  confirm: { password: values.password },
  signInWith: { return: '/devices', remember: false, delivery: 'cookie' },
  linkAtSignIn: { challenge: secret, password: values.password },
  exchangeCode: { code: secret, verifier: values.verifier },
  proveFactor: { method: 'totp', code: values.code, challenge: secret, trustBrowser: false },
  verify: { code: values.code },
  firstPasskeyOptions: { code: values.code },
  signUp: { email: values.email, password: values.password, name: values.name },
}

/** An example of the body of this call. */
export const bodyExample = (operationId: string, schema: JsonSchema, schemas: Named): unknown =>
  bodies[operationId] ?? exampleOf(schema, schemas)

type Named = (name: string) => JsonSchema

/** A value that is valid by this schema, the same each time. */
export function exampleOf(schema: JsonSchema, schemas: Named, name = ''): unknown {
  if (schema.$ref !== undefined) return exampleOf(schemas(schema.$ref.split('/').at(-1) ?? ''), schemas, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum.includes(values[name]) ? values[name] : schema.enum[0]
  if (schema.anyOf) return orNull(schema.anyOf, schemas, name)
  if (typesOf(schema).includes('array')) return listOf(schema, schemas, name)
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, field]) => [key, exampleOf(field, schemas, key)]),
    )
  return plain(schema, name)
}

/** Null for what a field of this name is usually without. */
function orNull(options: readonly JsonSchema[], schemas: Named, name: string): unknown {
  if (values[name] === null) return null
  return exampleOf(options.find(option => option.type !== 'null') ?? {}, schemas, name)
}

function listOf({ items = {} }: JsonSchema, schemas: Named, name: string): unknown {
  const known = values[name]
  return Array.isArray(known) && typesOf(items).includes('string') ? known : [exampleOf(items, schemas)]
}

function plain(schema: JsonSchema, name: string): unknown {
  const known = values[name]
  const types = typesOf(schema)
  if (known === null ? types.includes('null') : types.includes(jsonTypeOf(known))) return known
  if (schema.format === 'uuid') return '0199b2a0-6c1e-7d3a-9b52-4f6f0e8a1c27'
  if (schema.format === 'date-time') return '2026-03-01T09:00:00.000Z'
  if (types.includes('boolean')) return false
  if (types.includes('integer')) return 1
  if (types.includes('null')) return null
  // Credentials of WebAuthn are base64url.
  if (schema.pattern?.includes('A-Za-z0-9_-')) return 'AAAA'
  return types.includes('string') ? 'text' : {}
}

const typesOf = ({ type = [] }: JsonSchema): readonly string[] => (typeof type === 'string' ? [type] : type)

const jsonTypeOf = (value: unknown): string => (typeof value === 'number' ? 'integer' : typeof value)
