import { changeName } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { accountErrors } from './account-errors.ts'
import { useChangeName } from './changes.ts'
import { Section } from './section.tsx'

const labels = { name: 'Name' }

export function NameSection({ user }: { user: User }) {
  const change = useChangeName()
  const form = useForm({
    labels,
    schema: changeName.body,
    read: form => ({ name: String(form.get('name')).trim() || null }),
    async send({ name }) {
      await change.mutateAsync(name)
      return name ? 'Your name is saved.' : 'Your name is removed.'
    },
    errorsOf: accountErrors,
  })
  return (
    <Section title="Name">
      <Form form={form} intro="What you are called here. It may stay empty.">
        <TextField
          label={labels.name}
          name="name"
          autoComplete="name"
          defaultValue={user.name ?? ''}
          error={form.errors?.fields.name}
        />
        <Button type="submit" busy={form.busy} working="Saving…">
          Save name
        </Button>
        <News>{form.news}</News>
      </Form>
    </Section>
  )
}
