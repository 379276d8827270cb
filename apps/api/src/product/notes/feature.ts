import { type MailWords, mailWords } from '@latchkey/contracts/words/mails'
import type { Feature } from '../../platform/feature.ts'
import { handler } from '../../platform/jobs/jobs.ts'
import { type Letter, renderLetter } from '../../platform/mail/letter.ts'
import { restrictedRoutes } from './routes.ts'
import { noteMail, presentNote } from './service.ts'
import * as store from './store.ts'

/** Notes that users write: the example of a feature of your own. */
export const notes: Feature = {
  name: 'notes',
  restrictedRoutes,
  jobs: deps => [
    handler(noteMail, async ({ userId, noteId, email, language }, id) => {
      const note = await store.findOfUser(deps.db, userId, noteId)
      if (!note) return
      const letter = noteLetter(mailWords[language], note.text)
      await deps.mailer.send({ id, to: email, ...renderLetter(language, letter) })
    }),
  ],
  // For the gallery of your brand.
  sampleLetters: ({ words }) => ({ note: noteLetter(words, 'Milk, bread, and the key of the shed.') }),
  purge: [{ name: 'notes', afterDays: 30, deleteBatch: store.deleteOld }],
  exportOf: async (deps, { id }) => ({
    product: { notes: (await store.findEverything(deps.db, id)).map(presentNote) },
  }),
}

function noteLetter({ note: { subject } }: MailWords, text: string): Letter {
  return { subject, heading: subject, paragraphs: [text] }
}
