import type { Session } from '@latchkey/contracts/auth/sessions'
import { pages } from '@latchkey/contracts/pages'
import { Icon } from '../../../platform/ui/icons/icon.tsx'
import { TextLink } from '../../../platform/ui/text-link.tsx'
import { ExactTime, TimeAgo } from '../../../platform/ui/time.tsx'
import { rich, useWords } from '../../../platform/words/use-words.ts'
import { describeClient, iconOf } from '../../devices/describe-client.ts'

export function ThisDevice({ session }: { session: Session }) {
  const { overview: words, clients } = useWords()
  const { device, createdAt, expiresAt, ip } = session
  return (
    <section aria-labelledby="this-device" className="mt-12">
      <div className="flex flex-wrap items-center justify-between gap-x-4">
        <h2 id="this-device" className="text-title">
          {words.thisDevice}
        </h2>
        <p className="text-small">
          <TextLink to={pages.devices}>{words.allDevices}</TextLink>
        </p>
      </div>
      <div className="mt-2 flex items-start gap-4 rounded-md border border-line bg-raised p-4">
        <span className="grid size-10 shrink-0 place-items-center rounded-full bg-tint text-accent forced-colors:border">
          <Icon name={iconOf(device)} />
        </span>
        <div className="min-w-0">
          <p className="font-semibold">{describeClient(clients, session)}</p>
          <p className="text-small text-soft">
            <span>{rich(words.signedIn(<TimeAgo instant={createdAt} />))}</span>{' '}
            <span>{rich(words.signedInUntil(<ExactTime instant={expiresAt} />))}</span>
          </p>
          {ip && <p className="text-small wrap-anywhere text-soft tabular-nums">{ip}</p>}
        </div>
      </div>
    </section>
  )
}
