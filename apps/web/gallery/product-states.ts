import { listNotes, type Note } from '@latchkey/contracts/product/notes'
import { appears, submit } from './act.ts'
import { id, minutesAgo, signedIn } from './samples.ts'
import type { State } from './states.ts'

const some = ['Milk, bread, and the key of the shed.', 'Ask Charles about the engine.'].map((text, index) => ({
  ...{ id: id(index), text, createdAt: minutesAgo(30 + index * 3000) },
}))
const having = (notes: Note[]) => signedIn(api => api.answer(listNotes, { status: 200, data: notes }))

/** The states of the product's pages. Add yours here. */
export const productStates: readonly State[] = [
  { name: 'Example', path: '/example', prepare: signedIn() },
  { name: 'Notes', path: '/notes', prepare: having(some) },
  { name: 'Notes, empty', path: '/notes', prepare: having([]) },
  {
    name: 'Notes, with an error',
    path: '/notes',
    prepare: having(some),
    act: async () => {
      await submit()
      await appears('[aria-invalid=true]')
    },
  },
]
