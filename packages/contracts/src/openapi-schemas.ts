import * as z from 'zod/mini'
import * as auditLog from './auth/audit-log.ts'
import * as clients from './auth/clients.ts'
import * as users from './auth/users.ts'
import { contracts } from './endpoints.ts'
import * as errors from './errors.ts'
import type { JsonSchema } from './openapi-examples.ts'

/** The schemas of one document: those with a name are written once, and referred to by it. */
export interface Schemas {
  of(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema
  problem(): JsonSchema
  /** A named schema that was referred to. */
  named(name: string): JsonSchema
  /** The named schemas that were referred to, sorted by name. */
  used(): Record<string, JsonSchema>
}

/** Where zod puts the schemas that have a name, and where OpenAPI expects them. */
const zodPlace = '#/$defs/'
const openApiPlace = '#/components/schemas/'

/** Objects and enums that a contract exports under a capital letter, by that name. Their own registry: the API's serialisers know none. */
const names = z.registry<{ id: string }>()
for (const contract of [...Object.values(contracts), auditLog, clients, users, errors])
  for (const [id, exported] of Object.entries<unknown>(contract))
    if (/^[A-Z]/.test(id) && isNamable(exported)) names.add(exported, { id })

function isNamable(exported: unknown): exported is z.ZodMiniType {
  return exported instanceof z.ZodMiniObject || exported instanceof z.ZodMiniEnum
}

export function openComponents(): Schemas {
  const components = new Map<string, JsonSchema>()

  function keep(id: string, schema: JsonSchema): void {
    const before = components.get(id)
    // A field with a default is optional in a request and not in an answer: two schemas, which need two names.
    if (before && JSON.stringify(before) !== JSON.stringify(schema)) throw new Error(`${id} differs between its uses.`)
    components.set(id, schema)
  }

  function of(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
    // Wrapped, because zod refers only to schemas within others.
    const { $defs = {}, properties } = referring(
      z.toJSONSchema(z.object({ schema }), { target: 'draft-2020-12', io, metadata: names }),
    )
    for (const [id, { id: _, ...rest }] of Object.entries($defs)) keep(id, rest)
    return properties.schema
  }

  return {
    of,
    problem: () => of(errors.Problem, 'output'),
    named: name => components.get(name) ?? {},
    used: () => Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

interface Wrapped {
  readonly $defs?: Record<string, JsonSchema & { id?: string }>
  readonly properties: { readonly schema: JsonSchema }
}

const referring = (schema: object): Wrapped =>
  JSON.parse(JSON.stringify(schema), (key, value) =>
    key === '$ref' && typeof value === 'string' ? value.replace(zodPlace, openApiPlace) : value,
  )
