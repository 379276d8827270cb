import type { Path } from '../../platform/router/router.ts'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { useMe } from '../session/use-session.ts'

/** Tells a person who must add a second factor why they see this page, and leads to the other kind if there is one. */
export function RequiredNote({ other }: { other: { to: Path; label: string } | false }) {
  const { factors: words } = useWords()
  if (useMe()?.mustAddFactor !== true) return null
  return (
    <div className="mt-4 border-s-2 border-warning ps-4">
      <p>{words.required}</p>
      {other && (
        <p className="text-small">
          <TextLink to={other.to}>{other.label}</TextLink>
        </p>
      )}
    </div>
  )
}
