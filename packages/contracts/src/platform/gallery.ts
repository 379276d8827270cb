import * as z from 'zod/mini'
import { schemes } from '../brand/schemes.ts'
import { endpoint } from '../endpoint.ts'
import { Language } from '../words/language.ts'

/** Exists only outside production. */
export const listSampleMails = endpoint({
  method: 'GET',
  path: '/api/dev/gallery/mails',
  summary: 'Lists an example of each mail. Development only.',
  query: z.object({ language: Language }),
  responses: { 200: z.array(z.object({ name: z.string(), subject: z.string(), text: z.string() })) },
  errors: ['not_found'],
})

/** The HTML of an example, in one of the brands: the place of a preset, or our own. */
export const sampleMailPage = '/api/dev/gallery/mails/:name/page'
export const SampleMailPage = z.object({
  name: z.string(),
  language: Language,
  preset: z.optional(z.coerce.number()),
  scheme: z.optional(z.enum(schemes)),
})
