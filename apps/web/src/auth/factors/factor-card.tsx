import type { Passkey, TotpApp } from '@latchkey/contracts/auth/factors'
import { useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { IconDisc } from '../../platform/ui/icon-disc.tsx'
import { TimeAgo } from '../../platform/ui/time.tsx'
import { useFocusBack } from '../../platform/ui/use-focus-back.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { RemoveFactor } from './remove-factor.tsx'
import { RenameFactorForm } from './rename-factor-form.tsx'

/** An authenticator app or a passkey. `isOnly`: the person has no other second factor. */
export function FactorCard({ factor, isOnly }: { factor: TotpApp | Passkey; isOnly: boolean }) {
  const { factors: words } = useWords()
  const [renames, setRenames] = useState(false)
  const { id, name, createdAt, lastUsedAt } = factor
  const renameId = `rename-${id}`
  useFocusBack(renames, renameId)
  return (
    <div className="flex flex-wrap items-center gap-x-4 rounded-md border border-line bg-raised px-4 py-3 sm:px-5">
      <span className="self-start sm:self-center">
        <IconDisc name={'synced' in factor ? 'key' : 'phone'} />
      </span>
      {/* On phones the buttons go below, so that the name has its line. */}
      <div className="min-w-[min(12rem,60%)] flex-1">
        <h3 className="text-body wrap-anywhere">
          <bdi>{name}</bdi>
        </h3>
        <p className="text-small text-soft tabular">
          {rich(words.added(<TimeAgo key="added" instant={createdAt} />))}
          {' · '}
          {rich(lastUsedAt ? words.lastUsed(<TimeAgo key="used" instant={lastUsedAt} />) : [words.neverUsed])}
        </p>
        {'signsInAlone' in factor && !factor.signsInAlone && <p className="text-small text-soft">{words.notAlone}</p>}
      </div>
      {renames ? (
        <RenameFactorForm factor={factor} onClose={() => setRenames(false)} />
      ) : (
        <div className="-me-3 ms-auto flex flex-wrap sm:me-0">
          <Button look="quiet" id={renameId} aria-label={words.renameOf(name)} onClick={() => setRenames(true)}>
            {words.rename}
          </Button>
          <RemoveFactor factor={factor} isOnly={isOnly} />
        </div>
      )}
    </div>
  )
}
