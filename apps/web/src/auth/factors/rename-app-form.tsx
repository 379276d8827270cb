import { renameFactor, type TotpApp } from '@latchkey/contracts/auth/factors'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from '../account/account-errors.ts'
import { FactorNameField } from './factor-name-field.tsx'
import { useRenameFactor } from './queries.ts'

export function RenameAppForm({
  app: { id, name },
  onClose,
}: {
  app: Pick<TotpApp, 'id' | 'name'>
  onClose: () => void
}) {
  const { factors: words, ui } = useWords()
  const toast = useToast()
  const rename = useRenameFactor()
  const form = useForm({
    labels: { name: words.name },
    schema: renameFactor.body,
    read: form => ({ name: String(form.get('name')) }),
    async send(typed) {
      await rename.mutateAsync({ id, ...typed })
      toast({ text: words.renamed, icon: 'check' })
      onClose()
    },
    errorsOf: accountErrors,
  })
  return (
    <div className="min-w-0 basis-full pt-3">
      <Form form={form} intro={null} className="max-w-[24rem]">
        <FactorNameField ref={focus} defaultValue={name} error={form.errors?.fields.name} />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="main" busy={form.busy} working={words.saving}>
            {words.save}
          </Button>
          <Button onClick={onClose}>{ui.cancel}</Button>
        </div>
      </Form>
    </div>
  )
}

/** The person pressed "Rename" to type here. One function, so that it runs once. */
const focus = (input: HTMLInputElement | null) => input?.focus()
