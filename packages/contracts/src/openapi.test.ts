import { readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { type Endpoint, errorCodesOf } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { Problem } from './errors.ts'
import { openApiDocument } from './openapi.ts'
import { productContracts } from './product.ts'
import { documentFile, documentText } from './write-openapi.ts'

type Answers = Record<
  string,
  { content: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }> }
>
const written = openApiDocument()
const { responses: shared } = written.components
/** The answer that a call refers to. */
const answerAt = (answer: object): object =>
  '$ref' in answer ? (shared[String(answer.$ref).split('/').at(-1) ?? ''] ?? {}) : answer

/** An endpoint, and how the document describes it. */
const described = endpoints.map((endpoint: Endpoint) => {
  const operation = written.paths[endpoint.path.replace(/:(\w+)/g, '{$1}')]?.[endpoint.method.toLowerCase()]
  if (!operation) throw new Error(`${endpoint.path} is missing`)
  return { endpoint, operation, name: operation.operationId }
})

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const result = await new Validator().validate(openApiDocument())
    expect(result).toMatchObject({ valid: true })
  })

  it('describes every endpoint with its successes and its failures', () => {
    const { paths } = openApiDocument()
    for (const { method, path, responses } of endpoints) {
      const operation = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(Object.keys(operation?.responses ?? {})).toEqual(
        expect.arrayContaining([...Object.keys(responses), '503']),
      )
    }
  })

  it('gives each call a name and a tag, and says which calls need no session', () => {
    const operations = Object.values(openApiDocument().paths).flatMap(path => Object.values(path))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(endpoints.length)
    const named = (name: string) => operations.find(({ operationId }) => operationId === name)
    expect(named('revokeSession')).toMatchObject({ tags: ['sessions'], security: [{ bearer: [] }, { cookie: [] }] })
    expect(named('signIn')).toMatchObject({ tags: ['sign-in'], security: [] })
    // Outside /api/restricted, but it ends the session of the request.
    expect(named('signOut')?.security).toHaveLength(2)
  })

  it('has what linters of OpenAPI ask for: a summary, a refusal and a described tag for each call, and no unused schema', () => {
    const { paths, tags, components } = openApiDocument()
    const described = new Map(tags.map(({ name, description }) => [name, description]))
    for (const { summary, tags, responses } of Object.values(paths).flatMap(path => Object.values(path))) {
      expect(summary).toMatch(/^[A-Z].*\.$/)
      for (const tag of tags) expect(described.get(tag)).toMatch(/^[A-Z].*\.$/)
      expect(Object.keys(responses).filter(status => status.startsWith('4'))).not.toEqual([])
      expect(Object.keys(responses).filter(status => /^2|303/.test(status))).not.toEqual([])
    }
    const text = JSON.stringify(openApiDocument())
    for (const name of Object.keys(components.schemas)) expect(text).toContain(`"#/components/schemas/${name}"`)
    // Two paths that differ only in the name of a parameter would be the same.
    const shapes = Object.keys(paths).map(path => path.replace(/\{\w+\}/g, '{}'))
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  it('writes each named schema once, and refers to it', () => {
    const { components, paths } = openApiDocument()
    expect(Object.keys(components.schemas)).toEqual(
      expect.arrayContaining(['ListedEvent', 'Note', 'Place', 'Problem', 'Session', 'User']),
    )
    const answers = paths['/api/restricted/sessions/{id}/revoke']?.post?.responses
    expect(answers).toHaveProperty(
      ['200', 'content', 'application/json', 'schema', 'properties', 'data', '$ref'],
      '#/components/schemas/Session',
    )
    expect(JSON.stringify(openApiDocument())).not.toContain('$defs')
  })

  it('declares Retry-After for every answer with 429 or 503', () => {
    const answers = Object.values(openApiDocument().paths)
      .flatMap(path => Object.values(path))
      .flatMap(({ responses }) => Object.entries<object>(responses))
    const later = answers.filter(([status]) => ['429', '503'].includes(status))
    expect(later.filter(([status]) => status === '429').length).toBeGreaterThan(0)
    for (const [, response] of later) expect(answerAt(response)).toHaveProperty(['headers', 'Retry-After'])
  })

  it.each(described)('has examples for $name that the contract accepts whole', ({ endpoint, operation }) => {
    const { body, responses } = endpoint
    if (body)
      expect(body.safeParse(Object.values(operation.requestBody?.content ?? {})[0]?.example).error).toBeUndefined()
    for (const [status, data] of Object.entries(responses)) {
      if (!data) continue
      const { example } = (operation.responses as Answers)[status]?.content['application/json'] ?? {}
      expect(z.object({ data }).parse(example)).toEqual(example)
    }
    for (const answer of Object.values<object>(operation.responses).filter(answer => '$ref' in answer)) {
      const { examples = {} } = (answerAt(answer) as Answers[string]).content['application/problem+json'] ?? {}
      expect(Object.keys(examples)).not.toEqual([])
      for (const { value } of Object.values(examples)) expect(Problem.parse(value)).toEqual(value)
    }
  })

  it.each(described)('names exactly the error codes of $name', ({ endpoint, operation }) => {
    const codes = Object.values<object>(operation.responses)
      .filter(answer => '$ref' in answer)
      .flatMap(answer =>
        Object.keys((answerAt(answer) as Answers[string]).content['application/problem+json']?.examples ?? {}),
      )
    expect(codes.toSorted()).toEqual([...errorCodesOf(endpoint)].toSorted())
  })

  it('says what each tag is about; only the product’s share a sentence', () => {
    const ofProduct = Object.keys(productContracts)
    const own = openApiDocument().tags.filter(({ name }) => !ofProduct.includes(name))
    expect(new Set(own.map(({ description }) => description)).size).toBe(own.length)
    expect(own.map(({ description }) => description)).not.toContain('Calls of the product.')
  })

  it('is up to date in docs/openapi.json (pnpm openapi writes it)', async () => {
    expect(await readFile(documentFile, 'utf8')).toBe(documentText())
  })
})
