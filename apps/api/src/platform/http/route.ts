import type { Readable } from 'node:stream'
import {
  type Answer,
  type Endpoint,
  errorCodesOf,
  type Input,
  isForAdmins,
  statusOf,
} from '@latchkey/contracts/endpoint'
import { Problem } from '@latchkey/contracts/errors'
import { fieldsOf } from '@latchkey/contracts/fields'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as z from 'zod/mini'
import type { PresentedToken, Principal, RequestContext, SessionContext, VisitorContext } from '../context.ts'
import { ApiError, type Fields, invalidRequest } from '../errors.ts'
import { type Edge, sessionContext, visitorContext } from './request-context.ts'

type Result<E extends Endpoint> = Answer<E> | Promise<Answer<E>>
type Handler<E extends Endpoint, Context> = (input: Input<E>, context: Context, reply: FastifyReply) => Result<E>

declare module 'fastify' {
  interface FastifyRequest {
    /** The authenticated person and the token of the request. Only the guard sets it. */
    signedIn: { readonly principal: Principal; readonly token: PresentedToken } | null
  }
  interface FastifyContextConfig {
    isEventStream?: true
  }
}

/** The result of a handler: a status from its contract, with the data. */
export function answer(status: 204): { status: 204 }
export function answer<Status extends number, Data>(status: Status, data: Data): { status: Status; data: Data }
export function answer(status: number, data?: unknown) {
  return data === undefined ? { status } : { status, data }
}

/** An answer that leads the browser on. `location`: a path of the app, or the address of an API client, from the settings. */
export const leadTo = (location: string): { status: 303; location: string } => ({ status: 303, location })

/** Registers an endpoint that anyone may call. */
export const route = <E extends Endpoint>(
  app: FastifyInstance,
  deps: Edge,
  endpoint: E,
  handler: Handler<E, VisitorContext>,
): void => register(app, endpoint, handler, request => visitorContext(deps, request))

/** Registers an endpoint behind the guard. Its context holds the principal, always of a kind that the endpoint accepts. */
export const restrictedRoute = <E extends Endpoint>(
  app: FastifyInstance,
  deps: Edge,
  endpoint: E,
  handler: Handler<E, SessionContext>,
): void => register(app, endpoint, handler, request => requireSessionContext(deps, endpoint, request))

/**
 * The contract's schemas parse the input before the handler runs. A serialiser compiled from the response schema writes the answer, so
 * a field that is not in the contract cannot leave the server.
 */
function register<E extends Endpoint, Context extends RequestContext>(
  app: FastifyInstance,
  endpoint: E,
  handler: Handler<E, Context>,
  contextOf: (request: FastifyRequest) => Context,
): void {
  app.route({
    method: methodsOf(endpoint),
    url: endpoint.path,
    schema: { response: { ...successSchemas(endpoint), default: problemSchema } },
    handler(request, reply) {
      try {
        const context = contextOf(request)
        const result = handler(readInput(endpoint, request), context, reply)
        // A synchronous handler gets no promise: on the fastest requests each one costs measurable time.
        if (!(result instanceof Promise)) return void send(reply, result)
        return result.then(
          answer => send(reply, answer),
          async error => {
            for (const undo of context.undoOnFailure) await undo(error)
            throw declared(endpoint, error)
          },
        )
      } catch (error) {
        throw declared(endpoint, error)
      }
    },
  })
}

/**
 * What can be read can also be asked for without its body (RFC 9110 section 9.3.2), as uptime checks do. Node leaves the body out. Not a
 * callback, which acts: who only looks must not use it up.
 */
const methodsOf = ({ method, responses }: Endpoint) =>
  method === 'GET' && !(303 in responses) ? ['GET', 'HEAD'] : method

interface Sendable {
  status: number
  data?: unknown
  location?: string
}

function send(reply: FastifyReply, { status, location, ...rest }: Sendable): FastifyReply {
  // The address that leads here may hold a secret, such as a provider's code. The page that follows must not be told of it.
  if (location !== undefined) reply.headers({ location, 'referrer-policy': 'no-referrer' })
  return reply.code(status).send('data' in rest ? { data: rest.data } : undefined)
}

/** Registers an endpoint behind the guard that sends server-sent events. Opening a stream does not count as use of the session. */
export const restrictedEventStream = (
  app: FastifyInstance,
  deps: Edge,
  endpoint: Endpoint,
  open: (context: SessionContext) => Readable,
): void =>
  eventStream(app, endpoint, request => {
    const context = requireSessionContext(deps, endpoint, request)
    return () => open(context)
  })

/** Registers an endpoint that sends a stream without an end. `admit` throws, or returns what opens the stream. */
export function eventStream<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  admit: (request: FastifyRequest) => (input: Input<E>) => Readable,
): void {
  app.route({
    method: methodsOf(endpoint),
    url: endpoint.path,
    config: { isEventStream: true },
    schema: { response: { default: problemSchema } },
    handler(request, reply) {
      const open = admit(request)
      const input = readInput(endpoint, request)
      // Without `x-accel-buffering: no`, proxies such as nginx buffer the events. A stream never shares its connection.
      return reply
        .headers({ 'x-accel-buffering': 'no', connection: 'close' })
        .type(`${endpoint.media}; charset=utf-8`)
        .send(request.method === 'HEAD' ? undefined : open(input))
    },
  })
}

function requireSessionContext(deps: Edge, endpoint: Endpoint, request: FastifyRequest): SessionContext {
  const { signedIn } = request
  // Fail closed: a restricted handler registered outside the guard's scope always answers 401.
  if (!signedIn) throw new ApiError('missing_token')
  if (!endpoint.principals.includes(signedIn.principal.kind)) throw new ApiError('invalid_token')
  const { principal } = signedIn
  // First, and before the input is validated: to others it answers exactly as a path that does not exist.
  const forAdmins = isForAdmins(endpoint.path)
  if (forAdmins && principal.role !== 'admin') throw new ApiError('not_found')
  if (principal.mustAddFactor && !endpoint.withoutFactor) throw new ApiError('second_factor_required')
  // A trusted browser was not asked for the second factor. Confirming proves it, and the session then has it.
  if (forAdmins && !principal.methods.includes('mfa')) throw new ApiError('confirmation_required')
  return sessionContext(deps, request, principal, signedIn.token)
}

function readInput<E extends Endpoint>(endpoint: E, request: FastifyRequest): Input<E> {
  if (!endpoint.params && !endpoint.query && !endpoint.body) return nothing as Input<E>
  // A malformed id in the path is 404, like an unknown id.
  const params = parse(endpoint.params, request.params, fields => new ApiError('not_found', { fields }))
  const query = parse(endpoint.query, request.query, invalidRequest)
  const body = parse(endpoint.body, request.body, invalidRequest)
  return { ...body, ...query, ...params } as Input<E> // a body never overrides the path
}

const nothing = Object.freeze({})

function parse(schema: z.ZodMiniType | undefined, value: unknown, refusal: (fields: Fields) => ApiError) {
  if (!schema) return {}
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw refusal(fieldsOf(parsed.error))
  return parsed.data as object
}

/** Passes on the error codes that the contract declares, with the endpoint's own status. Any other code is our bug. */
function declared(endpoint: Endpoint, error: unknown): unknown {
  if (!(error instanceof ApiError)) return error
  if (!errorCodesOf(endpoint).has(error.code))
    return new Error(`${endpoint.method} ${endpoint.path} does not declare ${error.code}`, { cause: error })
  error.status = statusOf(endpoint, error.code)
  return error
}

const serialised = (schema: z.ZodMiniType) =>
  z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    // Otherwise an extra field in a nullable object matches no variant, and the answer is a 500 instead of dropping the field.
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties
    },
  })

const problemSchema = serialised(z.extend(Problem, { fields: z.optional(z.any()) }))

const successSchemas = (endpoint: Endpoint) =>
  Object.fromEntries(
    Object.entries(endpoint.responses).flatMap(([status, data]) =>
      data ? [[status, serialised(z.object({ data }))]] : [],
    ),
  )
