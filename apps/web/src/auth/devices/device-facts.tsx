import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { TimeAgo } from '../../platform/ui/time.tsx'
import { rich, useLocale, useWords } from '../../platform/words/use-words.ts'
import { describeClient, placeName } from './describe-client.ts'

/** Where a device is, and when it was used. */
export function DeviceFacts({ session }: { session: ListedSession }) {
  const { clients, devices: words } = useWords()
  const locale = useLocale()
  const { name, place, ip, current, createdAt, lastSeenAt } = session
  const where = [place && placeName(locale, place), ip ?? words.noAddress].filter(Boolean)
  return (
    <div className="mt-0.5 text-small text-soft tabular">
      {name && <p>{describeClient(clients, session)}</p>}
      <p className="wrap-anywhere">{where.join(' · ')}</p>
      <p>
        {!current && (
          <>
            <span className="block sm:inline">{rich(words.lastSeen(<TimeAgo key="seen" instant={lastSeenAt} />))}</span>
            <span className="hidden sm:inline">{' · '}</span>
          </>
        )}
        <span className="block sm:inline">{rich(words.signedIn(<TimeAgo key="in" instant={createdAt} />))}</span>
      </p>
    </div>
  )
}
