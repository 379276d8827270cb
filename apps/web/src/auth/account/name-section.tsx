import { changeName } from '@latchkey/contracts/auth/account'
import type { User } from '@latchkey/contracts/auth/users'
import { Avatar } from '../../platform/ui/avatar.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { News } from '../../platform/ui/news.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useChangeName } from './changes.ts'
import { SaveButton } from './save-button.tsx'
import { Section } from './section.tsx'
import { useSectionForm } from './use-section-form.ts'

export function NameSection({ user }: { user: User }) {
  const { account: words } = useWords()
  const change = useChangeName()
  const form = useSectionForm({
    labels: { name: words.name },
    schema: changeName.body,
    read: form => ({ name: String(form.get('name')).trim() || null }),
    changes: ({ name }) => name !== user.name,
    async send({ name }) {
      await change.mutateAsync(name)
      return name ? words.nameSaved : words.nameRemoved
    },
  })
  return (
    <Section name="name" title={words.nameTitle}>
      <Form form={form} intro={words.nameIntro}>
        <div className="flex items-start gap-4">
          <p className="mt-6">
            <Avatar {...user} large />
          </p>
          <div className="min-w-0 flex-1">
            <TextField
              label={words.name}
              name="name"
              autoComplete="name"
              defaultValue={user.name ?? ''}
              error={form.errors?.fields.name}
            />
          </div>
        </div>
        <SaveButton form={form} working={words.saving}>
          {words.saveName}
        </SaveButton>
        <News>{form.news}</News>
      </Form>
    </Section>
  )
}
