import type { ComponentProps } from 'react'
import { TextField } from './text-field.tsx'

interface Props extends Omit<ComponentProps<typeof TextField>, 'name'> {
  autoComplete: 'username' | 'username webauthn' | 'email'
}

export const EmailField = (props: Props) => (
  <TextField {...props} name="email" type="email" autoCapitalize="none" spellCheck={false} />
)
