import type { Note } from '@latchkey/contracts/product/notes'
import { Button } from '../../platform/ui/button.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props {
  notes: Note[]
  /** The id of the note that is being mailed. */
  mailing: string | undefined
  /** The id of the note that is being deleted. */
  removing: string | undefined
  onMail: (note: Note) => void
  onRemove: (note: Note) => void
}

export function NoteList({ notes, mailing, removing, onMail, onRemove }: Props) {
  const { notes: words } = useWords()
  if (notes.length === 0) return <p className="border-t border-line pt-4 text-soft">{words.none}</p>
  return (
    <ul aria-label={words.list} className="border-t border-line">
      {notes.map(note => (
        <li
          key={note.id}
          className="border-b border-line py-3 sm:grid sm:grid-cols-[1fr_auto] sm:items-center sm:gap-x-6"
        >
          <div className="min-w-0">
            <p className="whitespace-pre-line">{note.text}</p>
            <p className="text-small text-soft first-letter:uppercase">
              <ExactTime instant={note.createdAt} />
            </p>
          </div>
          <div className="-mx-3 flex flex-wrap justify-between">
            <Button look="quiet" busy={mailing === note.id} working={words.sending} onClick={() => onMail(note)}>
              {words.mail} <About note={note} />
            </Button>
            <Button look="quiet" busy={removing === note.id} working={words.deleting} onClick={() => onRemove(note)}>
              {words.delete} <About note={note} />
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}

const longestNameLength = 40

/** Gives similar buttons different names for screen readers. */
const About = ({ note: { text } }: { note: Note }) => (
  <span className="sr-only">"{text.length > longestNameLength ? `${text.slice(0, longestNameLength)}…` : text}"</span>
)
