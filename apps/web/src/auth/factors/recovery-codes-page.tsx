import { pages } from '@latchkey/contracts/pages'
import { useRouter } from '../../platform/router/use-router.ts'
import { Button } from '../../platform/ui/button.tsx'
import { Form } from '../../platform/ui/form.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from '../account/account-errors.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { useMakeRecoveryCodes } from './queries.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** Makes new recovery codes in place of the old ones. */
export function RecoveryCodesPage() {
  const me = useMe()
  return (
    me && (
      <>
        <NewCodes key={me.user.id} />
        <SessionDialog email={me.user.email} />
      </>
    )
  )
}

function NewCodes() {
  const { factors: words } = useWords()
  const { navigate } = useRouter()
  const make = useMakeRecoveryCodes()
  const form = useForm({
    labels: {},
    read: () => undefined,
    send: () => make.mutateAsync(),
    errorsOf: accountErrors,
  })
  if (make.data)
    return <RecoveryCodes codes={make.data} onSaved={() => void navigate({ to: pages.security, replace: true })} />
  return (
    <>
      <PageHeading title={words.codesTitle}>{words.codesTitle}</PageHeading>
      <PageIntro>{words.makeIntro}</PageIntro>
      <Form form={form} intro={null} className="max-w-[32rem]">
        <Button type="submit" look="main" busy={form.busy} working={words.making} className="w-full sm:w-auto">
          {words.make}
        </Button>
      </Form>
    </>
  )
}
