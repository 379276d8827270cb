import type { Note } from '@latchkey/contracts/product/notes'
import { Button } from '../../platform/ui/button.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'

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
  if (notes.length === 0)
    return <p className="border-t border-line pt-4 text-soft">No notes yet. What you save appears here.</p>
  return (
    <ul aria-label="Your notes" className="border-t border-line">
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
            <Button look="quiet" busy={mailing === note.id} working="Sending…" onClick={() => onMail(note)}>
              Mail it to me <About note={note} />
            </Button>
            <Button look="quiet" busy={removing === note.id} working="Deleting…" onClick={() => onRemove(note)}>
              Delete <About note={note} />
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
