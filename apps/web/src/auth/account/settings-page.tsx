import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { SessionDialog } from '../session/session-dialog.tsx'
import { useMe } from '../session/use-session.ts'
import { AppearanceSection } from './appearance-section.tsx'
import { DeleteSection } from './delete-section.tsx'
import { EmailSection } from './email-section.tsx'
import { ExportSection } from './export-section.tsx'
import { NameSection } from './name-section.tsx'
import { PasswordSection } from './password/password-section.tsx'
import { RegionSection } from './region-section.tsx'

/** Where a person changes, exports or deletes their account. */
export function SettingsPage() {
  const { account: words } = useWords()
  const me = useMe()
  if (!me) return null
  const { user } = me
  return (
    // Keyed by user, so that half-typed input is not shown to another person who signs in here.
    <div key={user.id}>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <div className="mt-8">
        <NameSection user={user} />
        <RegionSection user={user} />
        <AppearanceSection />
        <EmailSection user={user} />
        <PasswordSection user={user} />
        <ExportSection />
        <DeleteSection user={user} />
      </div>
      <SessionDialog email={user.email} />
    </div>
  )
}
