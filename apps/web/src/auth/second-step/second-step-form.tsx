import { factorOptions, proveFactor } from '@latchkey/contracts/auth/second-step'
import type { FactorMethod } from '@latchkey/contracts/auth/signed-in'
import { localPath } from '@latchkey/contracts/platform/local-path'
import { call } from '../../platform/api-client.ts'
import { useLocation, useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Checkbox } from '../../platform/ui/checkbox.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { keepLastProvider } from '../identities/last-provider.ts'
import { useSession } from '../session/use-session.ts'
import { keepAddress } from '../sign-in/known-person.ts'
import { forgetUnfinished, type UnfinishedSignIn } from '../sign-in/unfinished.ts'
import { factorErrors, hasCode } from './factor-errors.ts'
import { keepWay } from './last-way.ts'
import { useProveFactor } from './queries.ts'
import { ways } from './ways.tsx'
import { wholeProof } from './whole-proof.ts'

interface Props {
  unfinished: UnfinishedSignIn
  onEnded: () => void
  method: FactorMethod
  introId: string
}

/** One way to prove the second factor. After a wrong code or an outage the same sign-in goes on. */
export function SecondStepForm({ unfinished, onEnded, method, introId }: Props) {
  const words = useWords()
  const { secondStep } = words
  const router = useRouter()
  const { tab } = useSession()
  const { search } = useLocation()
  const prove = useProveFactor()
  const { challenge, email, remember, provider } = unfinished
  const form = useForm({
    labels: { code: method === 'passkey' ? secondStep.ways.passkey : secondStep.fields[method] },
    // A passkey is asked for only when the form is sent.
    ...(method !== 'passkey' && { schema: proveFactor.body }),
    read: form => ({ challenge, method, code: String(form.get('code')).trim(), trustBrowser: form.has('trust') }),
    async send(typed) {
      const { trustBrowser } = typed
      const proof = await wholeProof(typed, async () => (await call(factorOptions, { challenge })).data.options)
      await prove.mutateAsync({ challenge, trustBrowser, ...proof })
      forgetUnfinished(tab)
      keepWay(method)
      if (provider === undefined) keepAddress(remember ? email : undefined)
      else keepLastProvider(provider)
      await router.navigate({ to: localPath(new URLSearchParams(search).get('return') ?? undefined), replace: true })
    },
    errorsOf(error) {
      if (!hasCode(error, 'invalid_challenge')) return factorErrors(words, method, error)
      onEnded()
      return undefined
    },
  })
  const Way = ways[method]
  return (
    <Form form={form} intro={secondStep.intros[method]} introId={introId} className="mt-2">
      {Way && <Way error={form.errors?.fields.code} busy={form.busy} describedBy={introId} />}
      <Checkbox name="trust">{secondStep.trust}</Checkbox>
      <Button type="submit" look="main" busy={form.busy} working={secondStep.finishing} className="mt-3 h-12 w-full">
        {secondStep.finish}
      </Button>
    </Form>
  )
}
