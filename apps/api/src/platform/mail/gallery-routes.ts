import { brand } from '@latchkey/contracts/brand'
import { presets } from '@latchkey/contracts/brand/presets'
import { listSampleMails, SampleMailPage, sampleMailPage } from '@latchkey/contracts/platform/gallery'
import type { Language } from '@latchkey/contracts/words/language'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { isForDevelopers, requireThisMachine } from '../developers.ts'
import { ApiError } from '../errors.ts'
import { answer, route } from '../http/route.ts'
import { renderLetter } from './letter.ts'
import { sampleLetters } from './sample-letters.ts'
import { sendMailPage } from './show-mail.ts'

/** Registers the examples of mails that the gallery of the brand shows to developers. They hold nothing of anyone. */
export function publicRoutes(app: FastifyInstance, deps: Deps): void {
  const { settings, features } = deps
  if (!isForDevelopers(settings)) return
  app.addHook('onRequest', async request => requireThisMachine(settings, request))
  const letters = (language: Language) => sampleLetters(features, settings.appUrl.origin, language)

  route(app, deps, listSampleMails, async ({ language }) =>
    answer(
      200,
      [...letters(language)].map(([name, letter]) => ({ name, ...renderLetter(language, letter) })),
    ),
  )

  app.get(sampleMailPage, async (request, reply) => {
    const asked = SampleMailPage.safeParse({ ...Object(request.query), ...Object(request.params) }).data
    const letter = asked && letters(asked.language).get(asked.name)
    if (!letter) throw new ApiError('not_found')
    const shown = asked.preset === undefined ? brand : (presets[asked.preset] ?? brand)
    return sendMailPage(reply, renderLetter(asked.language, letter, shown).html, asked.scheme, shown)
  })
}
