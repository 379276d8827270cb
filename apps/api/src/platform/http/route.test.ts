import { endpoint } from '@latchkey/contracts/endpoint'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { followingClock } from '../clock.ts'
import { ApiError } from '../errors.ts'
import { readSettings } from '../settings/settings.ts'
import { onlyJsonBodies } from './json-body.ts'
import { sendProblem } from './problems.ts'
import { answer, restrictedRoute, route } from './route.ts'

const Thing = z.object({ name: z.nullable(z.string()), part: z.nullable(z.object({ size: z.number() })) })
const things = endpoint({
  method: 'POST',
  path: '/api/things/:id',
  summary: 'A thing.',
  params: z.object({ id: z.string() }),
  query: z.object({ deep: z.optional(z.string()) }),
  body: z.object({ id: z.optional(z.string()), name: z.string() }),
  responses: { 200: Thing, 202: z.object({ challenge: z.string() }), 204: null },
})
const secrets = endpoint({
  method: 'GET',
  path: '/api/restricted/things',
  summary: 'Things.',
  responses: { 200: Thing },
})

const edge = { settings: readSettings({}), clock: followingClock() }

const serve = (register: (app: ReturnType<typeof Fastify>) => void) => {
  const app = Fastify()
  onlyJsonBodies(app)
  app.setErrorHandler(sendProblem)
  app.decorateRequest('signedIn', null)
  register(app)
  return (url: string, payload?: object) => app.inject(payload ? { method: 'POST', url, payload } : { url })
}

describe('route', () => {
  it('removes fields from an answer that are not in the schema, at every depth', async () => {
    const leaky = { name: 'a', passwordHash: 'b', part: { size: 1, tokenHash: 'c' } }
    const send = serve(app => route(app, edge, things, async () => answer(200, leaky)))
    expect((await send('/api/things/1', { name: 'a' })).json()).toEqual({ data: { name: 'a', part: { size: 1 } } })
  })

  it('answers 500 without details if a field of the schema is missing', async () => {
    // @ts-expect-error: the contract promises `part`
    const send = serve(app => route(app, edge, things, async () => answer(200, { name: 'a' })))
    const response = await send('/api/things/1', { name: 'a' })
    expect([response.statusCode, response.json().code]).toEqual([500, 'internal_error'])
  })

  it('keeps null where the schema allows null', async () => {
    const send = serve(app => route(app, edge, things, async () => answer(200, { name: null, part: null })))
    expect((await send('/api/things/1', { name: 'a' })).json()).toEqual({ data: { name: null, part: null } })
  })

  it('answers with any status of the contract', async () => {
    const send = serve(app =>
      route(app, edge, things, async ({ name }) =>
        name === 'secret' ? answer(202, { challenge: 'prove it' }) : answer(204),
      ),
    )
    const asked = await send('/api/things/1', { name: 'secret' })
    expect([asked.statusCode, asked.json()]).toEqual([202, { data: { challenge: 'prove it' } }])
    const done = await send('/api/things/1', { name: 'a' })
    expect([done.statusCode, done.body]).toEqual([204, ''])
  })

  it('never lets a body override the path', async () => {
    const send = serve(app => route(app, edge, things, async ({ id }) => answer(200, { name: id, part: null })))
    expect((await send('/api/things/mine', { id: 'yours', name: 'a' })).json().data.name).toBe('mine')
  })

  it('names the invalid fields of a body and of a query', async () => {
    const send = serve(app => route(app, edge, things, async () => answer(204)))
    expect((await send('/api/things/1', { name: 1 })).json().fields).toEqual({ name: 'This must be of type string.' })
    expect((await send('/api/things/1?deep=a&deep=b', { name: 'a' })).json().fields).toHaveProperty('deep')
  })

  it('sends no error code that the contract does not declare', async () => {
    const send = serve(app =>
      route(app, edge, things, async () => {
        throw new ApiError('invalid_credentials')
      }),
    )
    expect((await send('/api/things/1', { name: 'a' })).json().code).toBe('internal_error')
  })

  it('shows no details of an unexpected error', async () => {
    const send = serve(app =>
      route(app, edge, things, async () => {
        throw new Error('the hash is argon2$secret')
      }),
    )
    const response = await send('/api/things/1', { name: 'a' })
    expect(response.statusCode).toBe(500)
    expect(response.body).not.toContain('secret')
  })
})

describe('restrictedRoute', () => {
  it('answers 401 if it is registered outside the guard', async () => {
    const send = serve(app => restrictedRoute(app, edge, secrets, async () => answer(200, { name: 'a', part: null })))
    expect((await send('/api/restricted/things')).json()).toMatchObject({ status: 401, code: 'missing_token' })
  })
})
