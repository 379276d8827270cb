import * as z from 'zod/mini'
import { endpoint } from '../endpoint.ts'

const Health = z.object({ status: z.literal('ok') })

export const live = endpoint({
  method: 'GET',
  path: '/api/health/live',
  summary: 'Checks that the process runs.',
  responses: { 200: Health },
})

export const ready = endpoint({
  method: 'GET',
  path: '/api/health/ready',
  summary: 'Checks that the server can handle requests. A 503 names the part that fails.',
  responses: { 200: Health },
})
