import { Avatar } from '../../platform/ui/avatar.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import type { Step } from './use-step.ts'

/** Asks for an address, or shows it. It stays a real input, so password managers know whose password it is. */
export function AddressField({ step, error }: { step: Step; error: string | undefined }) {
  const { ui, signIn: words } = useWords()
  const { email, typed, isKnown, askAgain } = step
  return (
    <EmailField
      key={email}
      label={ui.email}
      autoComplete="username webauthn"
      defaultValue={email ?? typed}
      readOnly={email !== undefined}
      error={error}
      start={
        email && (
          <span className="ms-3 flex items-center">
            <Avatar name={null} email={email} />
          </span>
        )
      }
      end={
        email && (
          <button
            type="button"
            onClick={askAgain}
            className="grid min-w-16 shrink-0 place-items-center rounded-md px-3 text-small font-medium text-soft hover:text-ink focus-visible:-outline-offset-4"
          >
            {isKnown ? words.notYou : words.change}
          </button>
        )
      }
    />
  )
}
