import { activateTotp, type addTotp } from '@latchkey/contracts/auth/factors'
import type { Answer } from '@latchkey/contracts/endpoint'
import { Button } from '../../platform/ui/button.tsx'
import { CodeField } from '../../platform/ui/code-field.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from '../account/account-errors.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { CopyButton } from './copy-button.tsx'
import type { QrCode } from './qr-code.tsx'
import { useActivateApp } from './queries.ts'

/** An app that counts once a code of it was entered. */
export type NewApp = Answer<typeof addTotp>['data']

interface Props {
  app: NewApp
  qrCode: { data: typeof QrCode | undefined; error: unknown }
  /** With the recovery codes, if this is the first factor. */
  onAdded: (recoveryCodes: readonly string[] | undefined) => void
  onStartAgain: () => void
}

const introId = 'activate-app-intro'
const groups = /.{1,4}/g

export function ActivateAppForm({ app: { id, secret, uri }, qrCode, onAdded, onStartAgain }: Props) {
  const { factors: words, secondStep } = useWords()
  const activate = useActivateApp()
  const form = useForm({
    labels: { code: words.code },
    schema: activateTotp.body,
    read: form => ({ code: String(form.get('code')) }),
    send: async ({ code }) => onAdded(await activate.mutateAsync({ id, code })),
    errorsOf(error) {
      if (hasCode(error, 'invalid_factor')) return { fields: { code: secondStep.wrong.totp } }
      if (hasCode(error, 'not_found')) return { fields: {}, sentence: words.keyGone }
      return accountErrors(error)
    },
  })
  return (
    <div className="mt-6 gap-10 sm:flex">
      <div>
        <h2 className="mb-3 text-small font-medium">{words.scan}</h2>
        {qrCode.data ? (
          <qrCode.data text={uri} label={words.scanAlt} />
        ) : (
          <div className="size-56 max-w-full rounded-md border border-line p-4 text-small">
            {qrCode.error ? failure(qrCode.error) : null}
          </div>
        )}
      </div>
      <div className="mt-6 max-w-[22rem] min-w-0 flex-1 sm:mt-0">
        <p className="text-small text-soft">{words.typeKey}</p>
        <p translate="no" dir="ltr" className="my-2 wrap-anywhere">
          <code>{secret.match(groups)?.join(' ')}</code>
        </p>
        <div className="mb-6 flex flex-wrap gap-3">
          <CopyButton text={secret}>{words.copyKey}</CopyButton>
        </div>
        <Form form={form} intro={words.codeIntro} introId={introId}>
          <CodeField
            label={words.code}
            name="code"
            error={form.errors?.fields.code}
            busy={form.busy}
            describedBy={introId}
          />
          <div className="flex flex-wrap gap-3">
            <Button type="submit" look="main" busy={form.busy} working={words.activating}>
              {words.activate}
            </Button>
            <Button look="quiet" onClick={onStartAgain}>
              {words.startAgain}
            </Button>
          </div>
        </Form>
      </div>
    </div>
  )
}
