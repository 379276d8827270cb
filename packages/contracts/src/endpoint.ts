import type * as z from 'zod/mini'
import { type ErrorCode, errorStatuses } from './errors.ts'

type Schema = z.ZodMiniType
type Fields = z.ZodMiniObject
type ParamName<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamName<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never
type ParamsFor<Path extends string> = [ParamName<Path>] extends [never]
  ? undefined
  : z.ZodMiniObject<Record<ParamName<Path>, z.ZodMiniType<string, string>>>

/** A person's session, or a second service that guards its own calls by it. */
export type PrincipalKind = 'session' | 'guard'

/** The schema of `data` for each success status. `null` means an empty answer (204), or one that leads to another page (303). */
export type Responses = { readonly [Status in 200 | 201 | 202 | 204 | 303]?: Schema | null }

export type Media = 'application/json' | 'text/event-stream' | 'application/x-ndjson'

/** One call of the API. The server's routes, the client's types and the OpenAPI document are made from it. */
export interface Endpoint<
  Path extends string = string,
  Params extends Fields | undefined = Fields | undefined,
  Query extends Fields | undefined = Fields | undefined,
  Body extends Fields | undefined = Fields | undefined,
  Success extends Responses = Responses,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: Path
  readonly summary: string
  /** Who may call it. The default is `['session']` under `/api/restricted`. Elsewhere it is empty: anyone may call. */
  readonly principals: readonly PrincipalKind[]
  /** Whether a person may call it who must add a second factor first. */
  readonly withoutFactor: boolean
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly responses: Success
  /** The media type of the body. A form for callers that can send nothing else; it is no way for a browser (same-origin.ts). */
  readonly bodyMedia: 'application/json' | 'application/x-www-form-urlencoded'
  /** The media type of a success. Any other than JSON is a stream, which no schema describes. */
  readonly media: Media
  /** The error codes of its own. `errorCodesOf` adds those that its path and method imply. */
  readonly ownErrors: readonly ErrorCode[]
  /** Error codes whose status here differs from the table in errors.ts. */
  readonly statuses: Readonly<Partial<Record<ErrorCode, number>>>
}

interface Description<
  Path extends string,
  Query extends Fields | undefined,
  Body extends Fields | undefined,
  Success extends Responses,
> {
  readonly method: Endpoint['method']
  readonly path: Path
  readonly summary: string
  readonly principals?: readonly PrincipalKind[]
  readonly withoutFactor?: true
  readonly query?: Query
  readonly body?: Body
  readonly responses: Success
  readonly bodyMedia?: Endpoint['bodyMedia']
  readonly media?: Media
  readonly errors?: readonly ErrorCode[]
  readonly statuses?: Readonly<Partial<Record<ErrorCode, number>>>
}

/** Describes a call of the API. Adds the principals that its path implies. */
export function endpoint<
  const Path extends string,
  const Success extends Responses,
  Query extends Fields | undefined = undefined,
  Body extends Fields | undefined = undefined,
>(
  description: Description<Path, Query, Body, Success> &
    ([ParamName<Path>] extends [never] ? { readonly params?: undefined } : { readonly params: ParamsFor<Path> }),
): Endpoint<Path, ParamsFor<Path>, Query, Body, Success> {
  const {
    method,
    path,
    params,
    query,
    body,
    responses,
    summary,
    bodyMedia = 'application/json',
    media = 'application/json',
    errors = [],
    statuses = {},
    withoutFactor = false,
  } = description
  return {
    method,
    path,
    summary,
    principals: description.principals ?? (isRestricted(path) ? ['session'] : []),
    withoutFactor,
    params: params as ParamsFor<Path>,
    query: query as Query,
    body: body as Body,
    responses,
    bodyMedia,
    media,
    ownErrors: errors,
    statuses,
  }
}

const isRestricted = (path: string) => path.startsWith('/api/restricted/')

/**
 * Whether only admins may call it, in a session with two factors. For everybody else it answers as a path that does not exist. The path
 * alone decides, so no endpoint of the admin pages can forget it.
 */
export const isForAdmins = (path: string): boolean => path.startsWith('/api/restricted/admin/')

/** Every error code that an endpoint can answer. A function, so that pages, which need none of this, load none of it. */
export function errorCodesOf({
  path,
  method,
  params,
  query,
  ownErrors,
  withoutFactor,
}: Endpoint): ReadonlySet<ErrorCode> {
  const codes: ErrorCode[] = ['unavailable', 'internal_error', 'https_required', ...ownErrors]
  if (isRestricted(path)) codes.push('missing_token', 'invalid_token', 'session_ended', 'cross_origin')
  if (isRestricted(path) && !withoutFactor) codes.push('second_factor_required')
  if (isForAdmins(path)) codes.push('not_found', 'confirmation_required', 'rate_limited')
  if (method !== 'GET') codes.push('cross_origin', 'invalid_request', 'payload_too_large', 'unsupported_media_type')
  if (params) codes.push('not_found')
  if (query) codes.push('invalid_request')
  return new Set(codes)
}

/** The HTTP status of an error code at this endpoint. */
export const statusOf = (endpoint: Endpoint, code: ErrorCode): number => endpoint.statuses[code] ?? errorStatuses[code]

type OutputOf<S> = S extends Schema ? z.output<S> : unknown
type InputOf<S> = S extends Schema ? z.input<S> : unknown

/** What a handler receives: the validated path parameters, query and body in one object. */
export type Input<E extends Endpoint> = OutputOf<E['params']> & OutputOf<E['query']> & OutputOf<E['body']>

/** What a caller sends: the same fields before defaults and normalisation. */
export type SentInput<E extends Endpoint> = InputOf<E['params']> & InputOf<E['query']> & InputOf<E['body']>

/** What an endpoint answers: a union with one variant per success status, discriminated by `status`. */
export type Answer<E extends Endpoint> = {
  [Status in keyof E['responses'] & number]: E['responses'][Status] extends Schema
    ? { status: Status; data: z.output<E['responses'][Status]> }
    : Status extends 303
      ? { status: 303; location: string }
      : { status: Status }
}[keyof E['responses'] & number]
