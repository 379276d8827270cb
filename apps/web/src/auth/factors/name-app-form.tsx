import { addTotp } from '@latchkey/contracts/auth/factors'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from '../account/account-errors.ts'
import type { NewApp } from './activate-app-form.tsx'
import { FactorNameField } from './factor-name-field.tsx'
import { useAddApp } from './queries.ts'

export function NameAppForm({ onMade }: { onMade: (app: NewApp) => void }) {
  const { factors: words } = useWords()
  const add = useAddApp()
  const form = useForm({
    labels: { name: words.name },
    schema: addTotp.body,
    read: form => ({ name: String(form.get('name')).trim() || words.usualName }),
    send: async typed => onMade(await add.mutateAsync(typed)),
    errorsOf: accountErrors,
  })
  return (
    <>
      <PageIntro>{words.appIntro}</PageIntro>
      <Form form={form} intro={null} className="max-w-[24rem]">
        <FactorNameField defaultValue={words.usualName} error={form.errors?.fields.name} hint={words.nameHint} />
        <Button type="submit" look="main" busy={form.busy} working={words.beginning} className="w-full sm:w-auto">
          {words.begin}
        </Button>
      </Form>
    </>
  )
}
