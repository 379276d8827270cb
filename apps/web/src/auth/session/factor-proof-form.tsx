import { FactorProof, factorOptions } from '@latchkey/contracts/auth/second-step'
import type { FactorMethod, SecondStep } from '@latchkey/contracts/auth/signed-in'
import { useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { unauthenticated } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { factorErrors, hasCode } from '../second-step/factor-errors.ts'
import { firstWay, keepWay } from '../second-step/last-way.ts'
import { OtherWays } from '../second-step/other-ways.tsx'
import { useProveFactor } from '../second-step/queries.ts'
import { knownWays, ways } from '../second-step/ways.tsx'
import { wholeProof } from '../second-step/whole-proof.ts'
import { ProofButtons } from './proof-buttons.tsx'
import { confirmationOf, NoPasskeyNowError, useConfirm } from './prove-again.ts'

interface Props {
  methods: readonly FactorMethod[]
  /** The sign-in that the factor finishes. Otherwise it confirms the session. */
  unfinished: SecondStep | undefined
  introId: string
  onGiven: () => void
  /** The sign-in has expired, so it begins again. */
  onLate: () => void
  onBusy: (busy: boolean) => void
  onClose: () => void
}

/** Proves a second factor in the dialog, in any way that the person has. */
export function FactorProofForm({ methods, ...form }: Props) {
  const { secondStep: words, shell, ui } = useWords()
  const known = knownWays(methods)
  const [method, setMethod] = useState(() => firstWay(known))
  if (!method)
    return (
      <>
        <p id={form.introId} className="mt-2 mb-4">
          {words.noWay}
        </p>
        <Button onClick={form.onClose}>{form.unfinished ? shell.leave : ui.cancel}</Button>
      </>
    )
  return (
    <>
      <OneWay key={method} method={method} {...form} />
      <OtherWays methods={known} chosen={method} onChoose={setMethod} />
    </>
  )
}

function OneWay({
  method,
  unfinished,
  introId,
  onGiven,
  onLate,
  onBusy,
  onClose,
}: Omit<Props, 'methods'> & { method: FactorMethod }) {
  const words = useWords()
  const { proof: dialog, secondStep } = words
  const prove = useProveFactor()
  const confirmation = useConfirm()
  const form = useForm({
    labels: { code: method === 'passkey' ? secondStep.ways.passkey : secondStep.fields[method] },
    ...(method !== 'passkey' && { schema: FactorProof }),
    read: form => ({ method, code: String(form.get('code')).trim() }),
    async send(typed) {
      if (unfinished) {
        const { challenge } = unfinished
        const proof = await wholeProof(typed, async () => (await call(factorOptions, { challenge })).data.options)
        await prove.mutateAsync({ ...proof, challenge })
      } else {
        await confirmation.mutateAsync(await confirmationOf(typed))
        onGiven()
      }
      keepWay(method)
    },
    errorsOf(error) {
      if (unauthenticated(error)) return { fields: {}, sentence: dialog.sessionEnded }
      if (error instanceof NoPasskeyNowError) return { fields: {}, sentence: secondStep.wrong.passkey }
      if (!hasCode(error, 'invalid_challenge')) return factorErrors(words, method, error)
      // What the passkey answered has expired. The next try gets a new challenge.
      if (!unfinished) return { fields: {}, sentence: secondStep.late }
      onLate()
      return undefined
    },
  })
  useEffect(() => onBusy(form.busy), [onBusy, form.busy])
  const Way = ways[method]
  return (
    <Form
      form={form}
      introId={introId}
      intro={unfinished ? secondStep.intros[method] : dialog.confirmFactorIntro}
      className="mt-2"
    >
      {Way && <Way error={form.errors?.fields.code} busy={form.busy} describedBy={introId} />}
      <ProofButtons busy={form.busy} signsIn={unfinished !== undefined} onClose={onClose} />
    </Form>
  )
}
