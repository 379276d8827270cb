import { verify as endpoint } from '@latchkey/contracts/auth/sign-up'
import { pages } from '@latchkey/contracts/pages'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { NewPasswordField } from '../../platform/ui/new-password-field.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { perLink, useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'
import { useVerify } from './queries.ts'

const introId = 'verify-intro'
const labels = { password: 'New password' }

type Step = 'press' | 'choose' | 'proven'

/** Proves an address with a mailed link. It needs a button press, because mail scanners open links too. */
export const VerifyPage = perLink(() => {
  const { token, fault, drop, errorsOf } = useMailedSecret(pages.verify)
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
        <TextLink to={pages.signUp}>Sign up again</TextLink>
        <p className="text-small text-soft">
          If your address is confirmed already, <TextLink to={pages.login}>sign in</TextLink>.
        </p>
      </DeadLink>
    )
  if (step === 'proven')
    return (
      <NarrowPage title="Your account is ready">
        <p className="mt-3 mb-4 text-soft">
          The address is yours. Sign in with the password that you have just chosen.
        </p>
        <TextLink to={pages.login}>Sign in</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title={chooses ? 'Choose a password' : 'Confirm your address'} describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro={
          chooses
            ? 'You signed up in another browser. Choose the password here, so that only you know it.'
            : 'One press shows that the mail reached you, and makes your account.'
        }
        className="mt-2"
      >
        {chooses && <NewPasswordField label={labels.password} name="password" error={form.errors?.fields.password} />}
        <Button type="submit" look="main" busy={form.busy} working="Confirming…" className="h-12 w-full">
          {chooses ? 'Finish' : 'Confirm this address'}
        </Button>
      </Form>
    </NarrowPage>
  )
})
