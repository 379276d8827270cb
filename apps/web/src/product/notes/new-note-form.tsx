import { createNote } from '@latchkey/contracts/product/notes'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'

/** A failed attempt keeps what was typed. A saved note empties the field. */
export function NewNoteForm({ create }: { create: (text: string) => Promise<void> }) {
  const { notes: words } = useWords()
  const form = useForm({
    labels: { text: words.newNote },
    schema: createNote.body,
    read: form => ({ text: String(form.get('text')) }),
    async send({ text }, element) {
      await create(text)
      element.reset()
      return words.saved
    },
  })
  return (
    <>
      <PageIntro>{words.intro}</PageIntro>
      <Form form={form} intro={null} className="max-w-[32rem]">
        <TextField label={words.newNote} name="text" autoComplete="off" error={form.errors?.fields.text} />
        <Button type="submit" look="main" busy={form.busy} working={words.saving}>
          {words.save}
        </Button>
        <News>{form.news}</News>
      </Form>
    </>
  )
}
