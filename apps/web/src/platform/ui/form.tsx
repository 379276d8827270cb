import type { ReactNode } from 'react'
import { ErrorSummary } from './error-summary.tsx'
import type { FormState } from './use-form.ts'

interface Props {
  form: FormState
  intro: ReactNode
  introId?: string
  className?: string
  children: ReactNode
}

export function Form({ form, intro, introId, className, children }: Props) {
  return (
    <form noValidate onSubmit={form.submit} onInput={form.change} method="post" className={className}>
      <ErrorSummary ref={form.summary} errors={form.errors} labels={form.labels} intro={intro} introId={introId} />
      {children}
    </form>
  )
}
