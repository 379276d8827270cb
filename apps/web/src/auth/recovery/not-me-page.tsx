import { notMe as endpoint } from '@latchkey/contracts/auth/recovery'
import { pages } from '@latchkey/contracts/pages'
import { Button } from '../../platform/ui/button.tsx'
import { DeadLink } from '../../platform/ui/dead-link.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { NarrowPage } from '../../platform/ui/layout/narrow-page.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { perLink } from '../../platform/ui/use-mailed-secret.tsx'
import { useNotMe } from './queries.ts'
import { useLinkForm } from './use-link-form.ts'

const introId = 'not-me-intro'

/** Takes an account back after the button in a security mail. Opening the page alone changes nothing. */
export const NotMePage = perLink(() => {
  const notMe = useNotMe()
  const { fault, isDone, form } = useLinkForm({
    path: pages.notMe,
    schema: endpoint.body,
    send: ({ token }) => notMe.mutateAsync(token),
  })

  if (fault)
    return (
      <DeadLink fault={fault}>
        <p className="text-soft">If you can't get into your account:</p>
        <TextLink to={pages.forgot}>Reset the password</TextLink>
      </DeadLink>
    )
  if (isDone)
    return (
      <NarrowPage title="Your account is safe">
        <p className="mt-3 mb-4 text-soft">
          Everything is signed out. If the address of that mail belongs to the account, a link to choose a new password
          is on its way there.
        </p>
        <TextLink to={pages.login}>Go to the sign-in page</TextLink>
      </NarrowPage>
    )
  return (
    <NarrowPage title="Take your account back" describedBy={introId}>
      <Form
        form={form}
        introId={introId}
        intro="If what the mail tells of was not you, press the button."
        className="mt-2"
      >
        <ul className="mb-8 list-disc space-y-2 border-l-2 border-accent py-1 pl-9 text-small">
          <li>Every device is signed out, yours too.</li>
          <li>The present password no longer lets anybody in.</li>
          <li>A change of the address is undone, and so is a deletion.</li>
          <li>
            If the address of this mail belongs to the account, you get another there, with a link to choose a new
            password.
          </li>
        </ul>
        <Button type="submit" look="main" busy={form.busy} working="Signing everything out…" className="h-12 w-full">
          Sign everything out
        </Button>
      </Form>
    </NarrowPage>
  )
})
