import { type ListedSession, nameDevice } from '@latchkey/contracts/auth/devices'
import { RenameForm } from '../../platform/ui/rename-form.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useNameDevice } from './changes.ts'
import { describeClient, nameOf } from './describe-client.ts'

export function RenameDeviceForm({ session, onClose }: { session: ListedSession; onClose: () => void }) {
  const { clients, devices: words } = useWords()
  const { mutateAsync } = useNameDevice()
  return (
    <RenameForm
      words={words}
      schema={nameDevice.body}
      read={form => ({ name: String(form.get('name')).trim() || null })}
      save={async ({ name }) => {
        const named = await mutateAsync({ id: session.id, name })
        return rich(words.renamed(<bdi key="name">{nameOf(clients, named)}</bdi>))
      }}
      onClose={onClose}
      className="mt-3"
    >
      {error => (
        <TextField
          label={words.name}
          name="name"
          autoComplete="off"
          maxLength={100}
          defaultValue={session.name ?? ''}
          error={error}
          hint={
            <span className="block pt-1.5 text-small text-soft">
              {words.nameHint(describeClient(clients, session))}
            </span>
          }
        />
      )}
    </RenameForm>
  )
}
