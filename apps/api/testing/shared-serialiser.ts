import { SerializerSelector } from '@fastify/fast-json-stringify-compiler'
import type { FastifySerializerCompiler } from 'fastify'

/** Fastify's own compiler. */
const compile = SerializerSelector()({}, {})
const compiled = new Map<string, ReturnType<typeof compile>>()

/** Compiles a schema once for all servers of a process. Each server compiles a hundred, which is half of what its creation costs. */
export const sharedSerialiser: FastifySerializerCompiler<object> = ({ schema, method, url, httpStatus = '' }) => {
  const text = JSON.stringify(schema)
  const serialise = compiled.get(text) ?? compile({ schema, method, url, httpStatus })
  compiled.set(text, serialise)
  return serialise
}
