import { useSuspenseQuery } from '@tanstack/react-query'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { sessionQuery } from '../session/queries.ts'
import { Reauthentication } from '../session/reauthentication.tsx'
import { DeleteSection } from './delete-section.tsx'
import { EmailSection } from './email-section.tsx'
import { ExportSection } from './export-section.tsx'
import { NameSection } from './name-section.tsx'
import { PasswordSection } from './password-section.tsx'

/** What a person may change about themselves, take along, and leave. */
export function SettingsPage() {
  const { data: me } = useSuspenseQuery(sessionQuery)
  if (!me) return null
  const { user } = me
  return (
    // By the person: what one has half typed is not for another who signs in here.
    <div key={user.id}>
      <PageHeading title="Settings">Settings</PageHeading>
      <div className="mt-8">
        <NameSection user={user} />
        <EmailSection user={user} />
        <PasswordSection user={user} />
        <ExportSection />
        <DeleteSection user={user} />
      </div>
      <Reauthentication me={me} />
    </div>
  )
}
