import type { Identity } from '@latchkey/contracts/auth/linked-identities'
import { IconDisc } from '../../platform/ui/icon-disc.tsx'
import { TimeAgo } from '../../platform/ui/time.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { Part } from './part.tsx'

/** The accounts elsewhere that sign the person in. Nothing is shown of a person who has none. */
export function PersonIdentities({ identities }: { identities: Identity[] }) {
  const { admin: words } = useWords()
  if (identities.length === 0) return null
  return (
    <Part title={words.identities}>
      <ul className="mt-3 border-t border-line *:border-b *:border-line">
        {identities.map(({ id, label, email, createdAt, lastUsedAt, usable }) => (
          <li key={id} className="flex items-center gap-4 py-3">
            <IconDisc name="key" />
            <div>
              <h3 className="text-body wrap-anywhere">
                <bdi>{email === null ? label : `${label}: ${email}`}</bdi>
              </h3>
              <p className="text-small text-soft tabular">
                {rich(words.added(<TimeAgo key="added" instant={createdAt} />))}
                {' · '}
                {rich(lastUsedAt ? words.lastUsed(<TimeAgo key="used" instant={lastUsedAt} />) : [words.neverUsed])}
                {!usable && ` · ${words.notUsable}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Part>
  )
}
