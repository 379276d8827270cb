import { Avatar } from '../../platform/ui/avatar.tsx'
import { EmailField } from '../../platform/ui/email-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'

interface Props {
  /** The address of the page before. */
  email: string | undefined
  /** The address that this browser knows. */
  known: string | undefined
  onNotYou: () => void
  error: string | undefined
}

/** Shows the known person, or asks for an address. It stays a real input, so password managers know whose password it is. */
export function AddressField({ email, known, onNotYou, error }: Props) {
  const { ui, signIn: words } = useWords()
  if (known === undefined)
    return (
      <EmailField
        label={ui.email}
        autoComplete="username webauthn"
        defaultValue={email}
        error={error}
        key={`asked ${email}`}
      />
    )
  return (
    <EmailField
      key="known"
      label={ui.email}
      autoComplete="username webauthn"
      defaultValue={known}
      readOnly
      error={error}
      start={
        <span className="ms-3 flex items-center">
          <Avatar name={null} email={known} />
        </span>
      }
      end={
        <button
          type="button"
          onClick={onNotYou}
          className="grid min-w-16 shrink-0 place-items-center rounded-md px-3 text-small font-medium text-soft hover:text-ink focus-visible:-outline-offset-4"
        >
          {words.notYou}
        </button>
      }
    />
  )
}
