import { type Passkey, renameFactor, type TotpApp } from '@latchkey/contracts/auth/factors'
import { RenameForm } from '../../platform/ui/rename-form.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from '../account/account-errors.ts'
import { FactorNameField } from './factor-name-field.tsx'
import { useRenameFactor } from './queries.ts'

interface Props {
  factor: TotpApp | Passkey
  onClose: () => void
}

/** Names an authenticator app or a passkey. */
export function RenameFactorForm({ factor: { id, name }, onClose }: Props) {
  const { factors: words } = useWords()
  const { mutateAsync } = useRenameFactor()
  return (
    <RenameForm
      words={words}
      schema={renameFactor.body}
      read={form => ({ name: String(form.get('name')) })}
      save={async typed => {
        await mutateAsync({ id, ...typed })
        return words.renamed
      }}
      errorsOf={accountErrors}
      onClose={onClose}
      className="min-w-0 basis-full pt-3"
    >
      {error => <FactorNameField defaultValue={name} error={error} />}
    </RenameForm>
  )
}
