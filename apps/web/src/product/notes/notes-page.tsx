import { createNote } from '@latchkey/contracts/product/notes'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useNotes } from './changes.ts'
import { notesQuery } from './queries.ts'

/** What somebody wrote down. */
export function NotesPage() {
  const { data: notes } = useSuspenseQuery(notesQuery)
  const { create, mail, remove } = useNotes()
  const [written, setWritten] = useState(0)
  const form = useForm({
    labels: { text: 'Note' },
    schema: createNote.body,
    read: form => ({ text: String(form.get('text')) }),
    async send({ text }) {
      await create.mutateAsync(text)
      setWritten(written + 1)
    },
    errorsOf: usualErrors,
  })
  return (
    <>
      <PageHeading title="Notes">Notes</PageHeading>
      <Form key={written} form={form} intro="Only you can read them.">
        <TextField label="Note" name="text" error={form.errors?.fields.text} />
        <Button type="submit" busy={form.busy} working="Saving…">
          Save
        </Button>
      </Form>
      <ul className="mt-8">
        {notes.map(({ id, text }) => (
          <li key={id} className="flex items-center justify-between gap-3 border-t border-line py-2">
            {text}
            <span>
              <Button onClick={() => mail.mutate(id)}>Mail me this</Button>
              <Button onClick={() => remove.mutate(id)}>Throw away</Button>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
