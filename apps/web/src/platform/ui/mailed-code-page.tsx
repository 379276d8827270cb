import type { Rich } from '@latchkey/contracts/words/plural'
import { type ReactNode, useId } from 'react'
import { rich } from '../words/use-words.ts'
import { Button } from './button.tsx'
import { CodeField } from './code-field.tsx'
import { Form } from './form.tsx'
import { NarrowPage } from './layout/narrow-page.tsx'
import type { FormState } from './use-form.ts'

interface Props {
  title: string
  intro: ReactNode
  form: FormState
  words: { code: string; button: string; working: string; help: string }
  /** Other ways to go on, below the form. */
  children: ReactNode
}

/** Takes the code of a mail that was just sent. */
export function MailedCodePage({ title, intro, form, words, children }: Props) {
  const introId = useId()
  return (
    <NarrowPage title={title} describedBy={introId}>
      <Form form={form} introId={introId} intro={intro} className="mt-2">
        <CodeField
          label={words.code}
          name="code"
          error={form.errors?.fields.code}
          busy={form.busy}
          describedBy={introId}
        />
        <Button type="submit" look="main" busy={form.busy} working={words.working} className="h-12 w-full">
          {words.button}
        </Button>
      </Form>
      <div className="mt-6 border-t border-line pt-4 text-small text-soft">
        <p className="mb-4">{words.help}</p>
        {children}
      </div>
    </NarrowPage>
  )
}

/** A sentence with the address that the mail went to. */
export const mailedTo = (sentence: (address: ReactNode) => Rich<ReactNode>, email: string): ReactNode =>
  rich(
    sentence(
      <strong className="font-medium wrap-anywhere text-ink">
        <bdi>{email}</bdi>
      </strong>,
    ),
  )
