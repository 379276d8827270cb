import type { ReactNode } from 'react'
import { useWords } from '../words/use-words.ts'
import { Button } from './button.tsx'
import { Form } from './form.tsx'
import { type FormOptions, useForm } from './use-form.ts'
import { useToast } from './use-toast.ts'

interface Props<T> extends Pick<FormOptions<T>, 'read' | 'schema' | 'errorsOf'> {
  words: { name: string; save: string; saving: string }
  /** Resolves to what a toast then says. */
  save: (typed: T) => Promise<ReactNode>
  onClose: () => void
  className: string
  /** The field `name`, with its error. */
  children: (error: string | undefined) => ReactNode
}

/** Takes another name for a thing, in its place in a list. */
export function RenameForm<T>({ words, save, onClose, className, children, ...options }: Props<T>) {
  const { ui } = useWords()
  const toast = useToast()
  const form = useForm({
    ...options,
    labels: { name: words.name },
    async send(typed) {
      toast({ text: await save(typed), icon: 'check' })
      onClose()
    },
  })
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the form from any of its parts
    <div
      ref={focusField}
      className={className}
      onKeyDown={({ key, nativeEvent }) => key === 'Escape' && !nativeEvent.isComposing && onClose()}
    >
      <Form form={form} intro={null} className="max-w-[24rem]">
        {children(form.errors?.fields.name)}
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
function focusField(whole: HTMLDivElement | null): void {
  const input = whole?.querySelector('input')
  input?.focus()
  input?.select()
}
