import { type ListedSession, nameDevice } from '@latchkey/contracts/auth/devices'
import { useEffect, useRef } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useNameDevice } from './changes.ts'
import { describeClient, nameOf } from './describe-client.ts'

export function RenameForm({ session, onClose }: { session: ListedSession; onClose: () => void }) {
  const { clients, devices: words, ui } = useWords()
  const toast = useToast()
  const change = useNameDevice()
  const whole = useRef<HTMLDivElement>(null)
  const form = useForm({
    labels: { name: words.name },
    schema: nameDevice.body,
    read: form => ({ name: String(form.get('name')).trim() || null }),
    async send({ name }) {
      const named = await change.mutateAsync({ id: session.id, name })
      toast({ text: <span>{rich(words.renamed(<bdi key="name">{nameOf(clients, named)}</bdi>))}</span>, icon: 'check' })
      onClose()
    },
  })
  // The person pressed "Rename" to type here.
  useEffect(() => {
    const input = whole.current?.querySelector('input')
    input?.focus()
    input?.select()
  }, [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the form from any of its parts
    <div
      ref={whole}
      className="mt-3"
      onKeyDown={({ key, nativeEvent }) => key === 'Escape' && !nativeEvent.isComposing && onClose()}
    >
      <Form form={form} intro={null}>
        <TextField
          label={words.name}
          name="name"
          autoComplete="off"
          maxLength={100}
          defaultValue={session.name ?? ''}
          error={form.errors?.fields.name}
          hint={
            <span className="block pt-1.5 text-small text-soft">
              {words.nameHint(describeClient(clients, session))}
            </span>
          }
        />
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
