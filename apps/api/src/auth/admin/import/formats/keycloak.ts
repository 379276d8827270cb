import * as z from 'zod/mini'
import { parsed } from '../person.ts'
import { RowProblem } from '../row.ts'
import { bare, type Format } from './format.ts'

const text = z.optional(z.nullable(z.string()))
const texts = z.optional(z.nullable(z.array(z.string())))

const Credential = z.object({ type: z.string(), secretData: text, credentialData: text })

/** A user of a realm that `kc.sh export` or the admin console's partial export wrote (UserRepresentation). */
const User = z.object({
  email: text,
  emailVerified: z.optional(z.nullable(z.boolean())),
  firstName: text,
  lastName: text,
  enabled: z.optional(z.nullable(z.boolean())),
  createdTimestamp: z.optional(z.nullable(z.number())),
  attributes: z.optional(z.nullable(z.object({ locale: texts }))),
  credentials: z.optional(z.nullable(z.array(Credential))),
  /** The account of a program. */
  serviceAccountClientId: text,
})

/** JSON in a text. */
const SecretData = z.object({ value: z.string(), salt: z.string() })
const CredentialData = z.object({
  algorithm: z.string(),
  hashIterations: z.number(),
  additionalParameters: z.optional(
    z.nullable(z.object({ memory: texts, parallelism: texts, type: texts, version: texts })),
  ),
})

export const keycloak: Format = {
  listName: 'users',
  csv: null,
  claimsOf(row) {
    const user = parsed(User, row)
    if (user.serviceAccountClientId) return null
    const password = user.credentials?.find(({ type }) => type === 'password')
    return {
      email: user.email,
      emailVerified: user.emailVerified ?? false,
      name: [user.firstName, user.lastName].filter(Boolean).join(' '),
      language: user.attributes?.locale?.[0],
      createdAt: user.createdTimestamp,
      disabled: user.enabled === false,
      passwordHash: password && hashOf(password),
    }
  },
}

const digests: Readonly<Record<string, string>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
}

function hashOf({ secretData, credentialData }: z.infer<typeof Credential>): string {
  const secret = inside('secretData', SecretData, secretData)
  const { algorithm, hashIterations, additionalParameters } = inside('credentialData', CredentialData, credentialData)
  const saltAndHash = `${bare(secret.salt)}$${bare(secret.value)}`
  const digest = digests[algorithm]
  if (digest !== undefined) return `$pbkdf2-${digest}$i=${hashIterations}$${saltAndHash}`
  if (algorithm !== 'argon2') throw new RowProblem('credentialData', 'names an algorithm that cannot be verified')
  const [type, version, memory, lanes] = (['type', 'version', 'memory', 'parallelism'] as const).map(
    name => additionalParameters?.[name]?.[0],
  )
  const v = version === '1.0' ? 16 : 19
  return `$argon2${type}$v=${v}$m=${memory},t=${hashIterations},p=${lanes}$${saltAndHash}`
}

function inside<Schema extends z.ZodMiniType>(field: string, schema: Schema, json: string | null | undefined) {
  try {
    return parsed(schema, JSON.parse(json ?? ''))
  } catch {
    throw new RowProblem(field, 'is no JSON as Keycloak writes it')
  }
}
