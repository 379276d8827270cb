import { verify as endpoint } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { perLink, useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'
import { UsernameInput } from '../../platform/ui/username-input.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useVerify } from './queries.ts'

const introId = 'verify-intro'

type Step = 'press' | 'choose' | 'proven'

/** Proves an address with a mailed link. It needs a button press, because mail scanners open links too. */
export const VerifyPage = perLink(() => {
  const { signUp: words } = useWords()
  const labels = { password: words.newPassword }
  const { token, address, fault, drop, errorsOf } = useMailedSecret(pages.verify)
  const [step, setStep] = useState<Step>('press')
  const router = useRouter()
  const verify = useVerify()
  const chooses = step === 'choose'
  useHeadingFocus(fault ?? step)
  const form = useForm({
    labels: chooses ? labels : {},
    schema: endpoint.body,
    read: form => ({ token, ...(chooses && { password: String(form.get('password')) }) }),
    async send(proof) {
      const { session } = await verify.mutateAsync(proof)
      drop()
      if (session) await router.navigate({ to: pages.home, replace: true })
      else setStep('proven')
    },
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
  if (step === 'proven')
    return (
      <NarrowPage title={words.readyTitle}>
        <p className="mt-3 mb-4 text-soft">{words.ready}</p>
        <TextLink to={pages.login} state={{ ...(address && { email: address }) }}>
          {words.signIn}
        </TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={chooses ? words.chooseTitle : words.confirmTitle} describedBy={introId}>
      <Form form={form} introId={introId} intro={chooses ? words.chooseIntro : words.confirmIntro} className="mt-2">
        {chooses && address && <UsernameInput form="verify" address={address} />}
        {chooses && <NewPasswordField label={labels.password} name="password" error={form.errors?.fields.password} />}
        <Button type="submit" look="main" busy={form.busy} working={words.confirming} className="h-12 w-full">
          {chooses ? words.finish : words.confirm}
        </Button>
      </Form>
    </NarrowPage>
  )
})
