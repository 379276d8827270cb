import type { ListedSession } from '@latchkey/contracts/auth/sessions'
import { pages } from '@latchkey/contracts/pages'
import { Icon } from '../../../platform/ui/icons/icon.tsx'
import { ExactTime, TimeAgo } from '../../../platform/ui/time.tsx'
import { rich, useWords } from '../../../platform/words/use-words.ts'
import { iconOf, nameOf } from '../../devices/describe-client.ts'
import { Part } from './part.tsx'

export function ThisDevice({ session }: { session: ListedSession }) {
  const { overview: words, clients } = useWords()
  const { device, createdAt, expiresAt, ip } = session
  return (
    <Part id="this-device" title={words.thisDevice} more={{ to: pages.devices, label: words.allDevices }}>
      <div className="mt-2 flex items-start gap-4 rounded-md border border-line bg-raised p-4">
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-tint text-accent forced-colors:border">
          <Icon name={iconOf(device)} />
        </span>
        <div className="min-w-0">
          <p className="font-semibold wrap-anywhere">
            <bdi>{nameOf(clients, session)}</bdi>
          </p>
          <p className="text-small text-soft">
            <span>{rich(words.signedIn(<TimeAgo instant={createdAt} />))}</span>{' '}
            <span>{rich(words.signedInUntil(<ExactTime instant={expiresAt} />))}</span>
          </p>
          {ip && <p className="text-small wrap-anywhere text-soft tabular-nums">{ip}</p>}
        </div>
      </div>
    </Part>
  )
}
