import type { Factors, Passkey, TotpApp } from '@latchkey/contracts/auth/factors'
import { IconDisc } from '../../platform/ui/icon-disc.tsx'
import { ExactTime, TimeAgo } from '../../platform/ui/time.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { Part } from './part.tsx'

/** What the person has beside the password. Names and times: an admin neither sees nor removes what proves it. */
export function PersonFactors({ factors }: { factors: Factors }) {
  const { admin: words } = useWords()
  const { totp, passkeys, recoveryCodes, resetAt } = factors
  const all = [...passkeys, ...totp]
  return (
    <Part title={words.factors}>
      {resetAt && (
        <p className="mt-2 text-small text-warning">
          {rich(words.removedAt(<ExactTime key="removed" instant={resetAt} />))}
        </p>
      )}
      {all.length === 0 && <p className="mt-3 border-t border-line pt-4 text-soft">{words.noFactors}</p>}
      <ul className="mt-3 border-t border-line *:border-b *:border-line empty:hidden">
        {all.map(factor => (
          <li key={factor.id} className="flex items-center gap-4 py-3">
            <IconDisc name={'synced' in factor ? 'key' : 'phone'} />
            <Factor factor={factor} />
          </li>
        ))}
        {recoveryCodes && (
          <li className="flex items-center gap-4 py-3">
            <IconDisc name="codes" />
            <div>
              <h3 className="text-body">{words.codes}</h3>
              <p className="text-small text-soft">{words.codesLeft(recoveryCodes.left)}</p>
            </div>
          </li>
        )}
      </ul>
    </Part>
  )
}

function Factor({ factor: { name, createdAt, lastUsedAt } }: { factor: TotpApp | Passkey }) {
  const { admin: words } = useWords()
  return (
    <div>
      <h3 className="text-body wrap-anywhere">
        <bdi>{name}</bdi>
      </h3>
      <p className="text-small text-soft tabular">
        {rich(words.added(<TimeAgo key="added" instant={createdAt} />))}
        {' · '}
        {rich(lastUsedAt ? words.lastUsed(<TimeAgo key="used" instant={lastUsedAt} />) : [words.neverUsed])}
      </p>
    </div>
  )
}
