import type { ReactNode } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm, usualErrors } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { hasCode } from '../second-step/factor-errors.ts'

interface Props {
  intro: ReactNode
  introId: string
  send: () => Promise<unknown>
  /** Called when the sign-in has expired. */
  onEnded: () => void
}

/** Has a code mailed that proves the account. */
export function AskForCodeForm({ intro, introId, send, onEnded }: Props) {
  const { withProvider } = useWords()
  const form = useForm({
    labels: {},
    read: () => undefined,
    send,
    errorsOf(error) {
      if (!hasCode(error, 'invalid_challenge')) return usualErrors(error)
      onEnded()
      return undefined
    },
  })
  return (
    <Form form={form} intro={intro} introId={introId} className="mt-2">
      <Button type="submit" look="main" busy={form.busy} working={withProvider.sending} className="h-12 w-full">
        {withProvider.sendCode}
      </Button>
    </Form>
  )
}
