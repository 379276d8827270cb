import type { Factors } from '@latchkey/contracts/auth/factors'
import { pages } from '@latchkey/contracts/pages'
import type { Words } from '@latchkey/contracts/words/web'
import type { ReactNode } from 'react'
import type { Path } from '../../../platform/router/router.ts'
import { Button } from '../../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../../platform/ui/confirm-dialog.tsx'
import { failure } from '../../../platform/ui/failure.tsx'
import { TextLink } from '../../../platform/ui/text-link.tsx'
import { useWords } from '../../../platform/words/use-words.ts'
import { isDeclined } from '../../passkeys/browser.ts'
import { usePasskeySupport } from '../../passkeys/support.ts'
import { hasCode } from '../../second-step/factor-errors.ts'
import { useAskFirst } from '../../session/use-ask-first.ts'
import { useRemovePassword } from './changes.ts'

interface Props {
  factors: Factors
  /** With a sentence about it. */
  onRemoved: (news: string) => void
}

/** Removes the password, once a passkey and recovery codes can take its place. A browser without passkeys cannot prove one. */
export function RemovePassword({ factors: { passkeys, recoveryCodes }, onRemoved }: Props) {
  const { withoutPassword: words } = useWords()
  if (!usePasskeySupport()) return null
  return (
    <div className="mt-8 border-t border-line pt-4">
      <h3 className="mb-1">{words.title}</h3>
      {passkeys.length === 0 ? (
        <Missing sentence={words.needsPasskey} to={pages.addPasskey} link={words.addPasskey} />
      ) : !passkeys.some(({ signsInAlone }) => signsInAlone) ? (
        <Missing sentence={words.needsPasskeyAlone} to={pages.addPasskey} link={words.addAnother} />
      ) : !recoveryCodes?.left ? (
        <Missing sentence={words.needsCodes} to={pages.recoveryCodes} link={words.makeCodes} />
      ) : (
        <RemoveButton onRemoved={onRemoved} />
      )}
    </div>
  )
}

function Missing({ sentence, to, link }: { sentence: string; to: Path; link: string }) {
  return (
    <div className="text-small">
      <p className="text-soft">{sentence}</p>
      <TextLink to={to}>{link}</TextLink>
    </div>
  )
}

function RemoveButton({ onRemoved }: Pick<Props, 'onRemoved'>) {
  const { withoutPassword: words } = useWords()
  const remove = useRemovePassword()
  const { button, dialog } = useAskFirst({
    request: remove,
    async send() {
      await remove.mutateAsync()
      onRemoved(words.removed)
    },
    sentenceFor: error => sentenceFor(words, error),
  })
  return (
    <>
      <p className="mb-4 text-small text-soft">{words.intro}</p>
      <Button {...button} working={words.removing}>
        {words.remove}
      </Button>
      <ConfirmDialog {...dialog} title={words.question} action={words.remove} working={words.removing}>
        <p>{words.effects}</p>
      </ConfirmDialog>
    </>
  )
}

function sentenceFor(words: Words['withoutPassword'], error: unknown): ReactNode {
  if (isDeclined(error)) return words.declined
  if (hasCode(error, 'last_factor')) return words.lastFactor
  const isRefused = hasCode(error, 'invalid_factor') || hasCode(error, 'invalid_challenge')
  // Confirmed, but by a passkey that only noticed a touch.
  return isRefused || hasCode(error, 'confirmation_required') ? words.refused : failure(error)
}
