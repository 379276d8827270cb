import { type ComponentProps, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { TextField } from './text-field.tsx'

interface Props extends ComponentProps<typeof TextField> {
  autoComplete: 'current-password' | 'new-password'
}

/**
 * A password input, hidden at first, and hidden again when its form is sent, so that a browser offers to keep the password.
 * Pasting and password managers are allowed (ASVS 6.2.6, 6.2.7).
 */
export function PasswordField({ hint, ...props }: Props) {
  const [shown, setShown] = useState(false)
  const { ui } = useWords()
  const [capsLock, setCapsLock] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const form = button.current?.form
    const hide = () => setShown(false)
    form?.addEventListener('submit', hide)
    return () => form?.removeEventListener('submit', hide)
  }, [])
  const readCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  return (
    <TextField
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      onKeyDown={readCapsLock}
      onKeyUp={readCapsLock}
      onBlur={() => setCapsLock(false)}
      hint={
        <>
          {hint}
          <p role="status" className="text-small text-warning">
            {capsLock && <span className="block pt-1.5">{ui.capsLock}</span>}
          </p>
        </>
      }
      end={
        <button
          ref={button}
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
