import type { Note } from '@latchkey/contracts/product/notes'
import type { Words } from '@latchkey/contracts/words/web'
import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { failure } from '../../platform/ui/failure.tsx'
import { ListNews } from '../../platform/ui/news.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useNotes } from './changes.ts'
import { NewNoteForm } from './new-note-form.tsx'
import { NoteList } from './note-list.tsx'
import { notesQuery } from './queries.ts'

/**
 * A person's notes: an example of a page of your own. Its route loads the data (see route.ts). Until then a skeleton shows,
 * during an outage a banner, and an error page if the API refuses.
 */
export function NotesPage() {
  const { notes: words } = useWords()
  const { data: notes } = useSuspenseQuery(notesQuery)
  const { create, mail, remove } = useNotes()
  const [news, setNews] = useState<ReactNode>()
  const newsLine = useRef<HTMLParagraphElement>(null)

  async function run(change: () => Promise<unknown>, done: string) {
    setNews('')
    try {
      await change()
      setNews(done)
    } catch (error) {
      setNews(failed(words, error))
    }
  }
  async function removeNote({ id }: Note) {
    await run(() => remove.mutateAsync(id), words.deleted)
    // The pressed button is gone with its row.
    newsLine.current?.focus()
  }
  return (
    <>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <NewNoteForm
        create={async text => {
          setNews('')
          await create.mutateAsync(text)
        }}
      />
      <ListNews ref={newsLine}>{news}</ListNews>
      <NoteList
        notes={notes}
        mailing={mail.isPending ? mail.variables : undefined}
        removing={remove.isPending ? remove.variables : undefined}
        onMail={({ id }) => run(() => mail.mutateAsync(id), words.mailed)}
        onRemove={removeNote}
      />
    </>
  )
}

const failed = (words: Words['notes'], error: unknown): ReactNode =>
  error instanceof ApiError && error.problem.code === 'not_found' ? words.wasDeleted : failure(error)
