import { type OpenApiDocument, schemaAt, type WrittenSchema } from '@latchkey/contracts/openapi-reading'
import { escapeHtml } from '../../mail/look.ts'

interface Field {
  readonly name: string
  readonly place: 'path' | 'query' | 'body'
  readonly required: boolean
  readonly schema: WrittenSchema
}

/** The fields of a body. */
export function fieldsOf(document: OpenApiDocument, schema: WrittenSchema): Field[] {
  const { properties = {}, required = [] } = schemaAt(document, schema)
  return Object.entries(properties).map(([name, schema]) => ({
    ...{ name, schema, place: 'body' as const },
    required: required.includes(name),
  }))
}

/** A list, and no table: it fits a phone. */
export const fieldList = (document: OpenApiDocument, fields: readonly Field[]): string =>
  `<dl class="fields">\n${fields.map(field => entryOf(document, field)).join('\n')}\n</dl>`

const entryOf = (document: OpenApiDocument, { name, place, required, schema }: Field) =>
  `<div><dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(
    [
      typeOf(document, schema),
      `in the ${place}`,
      required ? 'required' : 'optional',
      ...limitsOf(schemaAt(document, schema)),
    ].join(', '),
  )}</dd></div>`

function typeOf(document: OpenApiDocument, given: WrittenSchema): string {
  const schema = schemaAt(document, given)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map(each => JSON.stringify(each)).join(' or ')
  if (schema.anyOf) return schema.anyOf.map(each => typeOf(document, each)).join(' or ')
  if (schema.items) return `list of ${typeOf(document, schema.items)}`
  const [type = 'any value', ...more] = [schema.type ?? []].flat()
  return [schema.format ? `${type} (${schema.format})` : type, ...more].join(' or ')
}

function limitsOf({ minLength, maxLength, default: usual }: WrittenSchema): string[] {
  return [
    ...(minLength !== undefined && minLength > 1 ? [`at least ${minLength} characters`] : []),
    ...(maxLength !== undefined ? [`at most ${maxLength} characters`] : []),
    ...(usual !== undefined ? [`by default ${JSON.stringify(usual)}`] : []),
  ]
}
