import { brand } from '@latchkey/contracts/brand'
import { useState } from 'react'
import { PasswordField } from './password-field.tsx'
import { loadStrength, StrengthHint } from './strength-hint.tsx'
import { inputId } from './text-field.tsx'

interface Props {
  label: string
  name: string
  error: string | undefined
  /** What else the person has told, in other inputs by their names or as it is. */
  context?: { inputs?: string[]; words?: string[] }
}

/** A password that somebody chooses, with a hint on how it would stand against guessing. */
export function NewPasswordField({ label, name, error, context = {} }: Props) {
  const [password, setPassword] = useState('')
  function known(): string[] {
    const { inputs = [], words = [] } = context
    const typed = inputs.map(each => document.querySelector<HTMLInputElement>(`#${inputId(each)}`)?.value ?? '')
    return [brand.name.toLowerCase(), location.hostname, ...words, ...typed]
      .flatMap(word => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
      .filter(word => word.length > 2)
  }
  return (
    <PasswordField
      label={label}
      name={name}
      autoComplete="new-password"
      error={error}
      onFocus={() => void loadStrength()}
      onInput={event => setPassword(event.currentTarget.value)}
      hint={<StrengthHint password={password} isRefused={error !== undefined} context={known} />}
    />
  )
}
