import type { ComponentProps, ReactNode } from 'react'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props extends Pick<ComponentProps<'input'>, 'ref' | 'defaultValue'> {
  error: string | undefined
  hint?: string
}

/** What a person calls an authenticator app or a passkey. */
export function FactorNameField({ hint, ...field }: Props): ReactNode {
  const { factors: words } = useWords()
  return (
    <TextField
      {...field}
      label={words.name}
      name="name"
      autoComplete="off"
      maxLength={100}
      {...(hint && { hint: <span className="block pt-1.5 text-small text-soft">{hint}</span> })}
    />
  )
}
