import { pages } from '@latchkey/contracts/pages'
import { openChallenge } from '../challenges/service.ts'
import type { Deps } from '../deps.ts'
import { renderLetter } from '../mail/letter.ts'
import { type Handler, handler } from '../outbox/outbox.ts'
import { notice } from './service.ts'

const lifetimeMs = 14 * 86_400_000

export const jobs = (deps: Deps): Handler[] => [
  handler(notice, async ({ userId, address, kind, restores }, jobId) => {
    const payload = { notice: kind, ...(restores && { restores }) }
    const { secret } = await deps.db.$transaction(tx =>
      openChallenge(deps, tx, 'not_me', { userId, address, lifetimeMs, payload }),
    )
    const url = `${deps.settings.appUrl.origin}${pages.notMe}#token=${secret}`
    const letter = { subject: kind, heading: kind, paragraphs: [], secondButton: { label: "This wasn't me", url } }
    await deps.mailer.send({ id: jobId, to: address, ...renderLetter(letter) })
  }),
]
