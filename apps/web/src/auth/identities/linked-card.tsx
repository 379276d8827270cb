import type { Identity } from '@latchkey/contracts/auth/linked-identities'
import { Badge } from '../../platform/ui/badge.tsx'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { TimeAgo } from '../../platform/ui/time.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { useAskFirst } from '../session/use-ask-first.ts'
import { useUnlink } from './linked-changes.ts'
import { ProviderMark } from './provider-mark.tsx'

/** An account elsewhere, with the button that unlinks it. */
export function LinkedCard({ identity }: { identity: Identity }) {
  const { linkedAccounts: words } = useWords()
  const { label, mark, email, createdAt, lastUsedAt, usable } = identity
  return (
    <div className="flex flex-wrap items-center gap-x-4 rounded-md border border-line bg-raised px-4 py-3 sm:px-5">
      <span className="grid size-10 shrink-0 place-items-center self-start rounded-full bg-sunken sm:self-center forced-colors:border">
        <ProviderMark mark={mark} />
      </span>
      {/* On phones the button goes below, so that the name has its line. */}
      <div className="min-w-[min(12rem,60%)] flex-1">
        <h3 className="flex flex-wrap items-center gap-x-3 text-body">
          {label}
          {!usable && <Badge>{words.unusable}</Badge>}
        </h3>
        {email && (
          <p className="text-small wrap-anywhere">
            <bdi>{email}</bdi>
          </p>
        )}
        <p className="text-small text-soft tabular">
          {rich(words.since(<TimeAgo key="since" instant={createdAt} />))}
          {' · '}
          {rich(lastUsedAt ? words.lastUsed(<TimeAgo key="used" instant={lastUsedAt} />) : [words.neverUsed])}
        </p>
        {!usable && <p className="text-small text-soft">{words.unusableWhy}</p>}
      </div>
      <div className="-me-3 ms-auto sm:me-0">
        <UnlinkButton identity={identity} />
      </div>
    </div>
  )
}

function UnlinkButton({ identity: { id, label, email } }: { identity: Identity }) {
  const { linkedAccounts: words } = useWords()
  const toast = useToast()
  const unlink = useUnlink()
  const { button, dialog } = useAskFirst({
    request: unlink,
    async send() {
      await unlink.mutateAsync(id)
      toast({ text: words.unlinked, icon: 'check' })
    },
    sentenceFor: error => (hasCode(error, 'last_factor') ? words.lastFactor : failure(error)),
  })
  return (
    <>
      <Button
        {...button}
        look="quiet"
        working={words.unlinking}
        aria-label={unlink.isPending ? undefined : words.unlinkOf(email ? `${label}, ${email}` : label)}
      >
        {words.unlink}
      </Button>
      <ConfirmDialog {...dialog} title={words.unlinkTitle(label)} action={words.unlink} working={words.unlinking}>
        <p>{words.unlinkText(label)}</p>
      </ConfirmDialog>
    </>
  )
}
