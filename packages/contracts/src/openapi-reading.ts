import type { JsonSchema } from './openapi-examples.ts'

// What reads the OpenAPI document: its page, and the tests that hold answers against it.

/** A schema with what the page shows of it. */
export interface WrittenSchema extends JsonSchema {
  readonly properties?: Readonly<Record<string, WrittenSchema>>
  readonly required?: readonly string[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly default?: unknown
}

interface Content {
  readonly schema: WrittenSchema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly summary: string; readonly value: unknown }>>
}

/** An answer, or a reference to one that several calls share. */
export interface WrittenAnswer {
  readonly $ref?: string
  /** None in a reference. */
  readonly description?: string
  readonly headers?: Readonly<Record<string, { readonly $ref: string }>>
  readonly content?: Readonly<Record<string, Content>>
}

interface WrittenOperation {
  readonly operationId: string
  readonly tags: readonly string[]
  readonly summary: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly {
    readonly name: string
    readonly in: 'path' | 'query'
    readonly required: boolean
    readonly schema: WrittenSchema
    readonly example: unknown
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> }
  readonly responses: Readonly<Record<string, WrittenAnswer>>
}

/** A call, with its place in the document. */
export interface Operation extends WrittenOperation {
  readonly method: string
  readonly path: string
}

/** The parts of the document that are read. */
export interface OpenApiDocument {
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, WrittenSchema>>
    readonly responses: Readonly<Record<string, WrittenAnswer>>
    readonly headers: Readonly<Record<string, object>>
    readonly securitySchemes: { readonly cookie: { readonly name: string } }
  }
}

/** All calls of the document. */
export const operationsOf = ({ paths }: OpenApiDocument): Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  )

const nameOf = (reference: string) => reference.split('/').at(-1) ?? ''

/** The answer that a call refers to. */
export const answerAt = ({ components }: OpenApiDocument, answer: WrittenAnswer): WrittenAnswer =>
  answer.$ref === undefined ? answer : (components.responses[nameOf(answer.$ref)] ?? answer)

/** The schema that another refers to. */
export const schemaAt = ({ components }: OpenApiDocument, schema: WrittenSchema): WrittenSchema =>
  schema.$ref === undefined ? schema : { ...components.schemas[nameOf(schema.$ref)], ...schema }
