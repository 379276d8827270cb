import type { ListedPerson } from '@latchkey/contracts/auth/admin'
import { Badge } from '../../platform/ui/badge.tsx'
import { useWords } from '../../platform/words/use-words.ts'

/** What is unusual about an account. */
export function StateBadges({ person: { disabledAt, deletedAt, role } }: { person: ListedPerson }) {
  const { admin: words } = useWords()
  return (
    <span className="flex flex-wrap gap-2 empty:hidden">
      {role === 'admin' && <Badge>{words.isAdmin}</Badge>}
      {disabledAt && <Badge>{words.disabled}</Badge>}
      {deletedAt && <Badge>{words.deleted}</Badge>}
    </span>
  )
}
