import { mailWords } from '@latchkey/contracts/words/mails'
import type { Feature } from '../../platform/feature.ts'
import { handler } from '../../platform/jobs/jobs.ts'
import { renderLetter } from '../../platform/mail/letter.ts'
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
      const { subject } = mailWords[language].note
      const letter = { subject, heading: subject, paragraphs: [note.text] }
      await deps.mailer.send({ id, to: email, ...renderLetter(language, letter) })
    }),
  ],
  purge: [{ name: 'notes', afterDays: 30, deleteBatch: store.deleteOld }],
  exportOf: async (deps, { id }) => ({
    product: { notes: (await store.findEverything(deps.db, id)).map(presentNote) },
  }),
}
