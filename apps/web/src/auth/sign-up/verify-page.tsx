import { pages } from '@latchkey/contracts/pages'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { perLink, useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { ChooseStep, type Way } from './choose-step.tsx'
import { useVerify } from './queries.ts'

const introId = 'verify-intro'

type Step = 'press' | 'choose' | { proven: Way }

/** Proves an address with a mailed link. It needs a button press, because mail scanners open links too. */
export const VerifyPage = perLink(() => {
  const { signUp: words, signUpByPasskey } = useWords()
  const { token, address, fault, drop, errorsOf } = useMailedSecret(pages.verify)
  const [step, setStep] = useState<Step>('press')
  const router = useRouter()
  const verify = useVerify()
  useHeadingFocus(fault ?? step)
  const finish = async (way: Way, isSignedIn: boolean) => {
    drop()
    if (isSignedIn) await router.navigate({ to: pages.home, replace: true })
    else setStep({ proven: way })
  }
  const form = useForm({
    labels: {},
    read: () => ({ token }),
    send: async proof => finish('password', await verify.mutateAsync(proof)),
    errorsOf(error) {
      if (error instanceof ApiError && error.problem.code === 'password_required') return void setStep('choose')
      return errorsOf(error)
    },
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <TextLink to={pages.signUp}>{words.again}</TextLink>
        <p className="text-small text-soft">
          {rich(words.confirmed<ReactNode>(label => <TextLink to={pages.login}>{label}</TextLink>))}
        </p>
      </DeadLink>
    )
  if (step === 'choose')
    return (
      <ChooseStep
        proof={{ token }}
        address={address}
        first="password"
        passwordIntro={words.chooseIntro}
        onDone={finish}
        errorsOf={errorsOf}
      />
    )
  if (step !== 'press')
    return (
      <NarrowPage title={words.readyTitle}>
        <PageIntro small>{step.proven === 'passkey' ? signUpByPasskey.ready : words.ready}</PageIntro>
        <TextLink to={pages.login} state={{ ...(address && { email: address }) }}>
          {words.signIn}
        </TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={words.confirmTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={words.confirmIntro} className="mt-2">
        <Button type="submit" look="main" busy={form.busy} working={words.confirming} className="h-12 w-full">
          {words.confirm}
        </Button>
      </Form>
    </NarrowPage>
  )
})
