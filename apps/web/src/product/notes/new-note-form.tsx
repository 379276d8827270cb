import { createNote } from '@latchkey/contracts/product/notes'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'

const labels = { text: 'New note' }

/** A failed attempt keeps what was typed. A saved note empties the field. */
export function NewNoteForm({ create }: { create: (text: string) => Promise<void> }) {
  const form = useForm({
    labels,
    schema: createNote.body,
    read: form => ({ text: String(form.get('text')) }),
    async send({ text }, element) {
      await create(text)
      element.reset()
      return 'The note is saved.'
    },
  })
  return (
    <Form form={form} intro="Only you can read what you write here." className="mt-2 max-w-[32rem]">
      <TextField label={labels.text} name="text" autoComplete="off" error={form.errors?.fields.text} />
      <Button type="submit" look="main" busy={form.busy} working="Saving…">
        Save note
      </Button>
      <News>{form.news}</News>
    </Form>
  )
}
