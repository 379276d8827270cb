import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import type { ComponentType } from 'react'
import { CodeField } from '../../platform/ui/code-field.tsx'
import { TextField } from '../../platform/ui/text-field.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { hasPasskeys } from '../passkeys/support.ts'

interface Props {
  error: string | undefined
  busy: boolean
  /** The id of what explains it. */
  describedBy: string
}

function AppCode({ error, busy, describedBy }: Props) {
  const { secondStep: words } = useWords()
  return <CodeField label={words.fields.totp} name="code" error={error} busy={busy} describedBy={describedBy} />
}

function RecoveryCode({ error }: Props) {
  const { secondStep: words } = useWords()
  return (
    <TextField
      label={words.fields.recovery_code}
      name="code"
      data-start=""
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      translate="no"
      error={error}
    />
  )
}

/** The browser asks for it in a dialog of its own. */
const NoInput = () => null

/** The input of each way that these pages know. A way that the server adds is not offered before it is listed here. */
export const ways: Partial<Record<FactorMethod, ComponentType<Props>>> = {
  totp: AppCode,
  recovery_code: RecoveryCode,
  passkey: NoInput,
}

/** The ways that these pages and this browser can use. */
export const knownWays = (methods: readonly FactorMethod[]): FactorMethod[] =>
  methods.filter(method => ways[method] && (method !== 'passkey' || hasPasskeys()))
