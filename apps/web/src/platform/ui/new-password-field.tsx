import { usualMinLength } from '@latchkey/contracts/auth/new-passwords'
import { brand } from '@latchkey/contracts/brand'
import { useState } from 'react'
import { PasswordField } from './password-field.tsx'
import { StrengthHint, useLoadStrength } from './strength-hint.tsx'
import { inputId } from './text-field.tsx'

interface Props {
  label: string
  name: string
  error: string | undefined
  /** What else is known about the person: names of other inputs, or the words themselves. */
  context?: { inputs?: string[]; words?: string[] }
}

/** An input for a new password, with a hint on how hard it is to guess. */
export function NewPasswordField({ label, name, error, context = {} }: Props) {
  const [password, setPassword] = useState('')
  const load = useLoadStrength()
  const [isUsualLength, setUsualLength] = useState(true)
  // Only the server's sentence tells of another minimum. It is gone with the next key, so this is kept.
  if (isUsualLength && error && /\d/.test(error) && !error.includes(`${usualMinLength}`)) setUsualLength(false)
  function knownWords(): string[] {
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
      onFocus={() => void load()}
      onInput={event => setPassword(event.currentTarget.value)}
      hint={
        <StrengthHint
          password={password}
          isRefused={error !== undefined}
          isUsualLength={isUsualLength}
          context={knownWords}
        />
      }
    />
  )
}
