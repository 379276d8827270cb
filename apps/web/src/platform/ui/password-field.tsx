import { type ComponentProps, useState } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { TextField } from './text-field.tsx'

interface Props extends ComponentProps<typeof TextField> {
  autoComplete: 'current-password' | 'new-password'
}

/** A password input, hidden at first. Pasting and password managers are allowed (ASVS 6.2.6, 6.2.7). */
export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false)
  const { ui } = useWords()
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      end={
        <button
          type="button"
          aria-label={shown ? ui.hidePassword : ui.showPassword}
          onClick={() => setShown(!shown)}
          className="grid min-w-16 place-items-center rounded-md px-3 text-small font-medium text-soft hover:text-ink focus-visible:-outline-offset-4"
        >
          {shown ? ui.hide : ui.show}
        </button>
      }
    />
  )
}
