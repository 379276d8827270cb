import type { EndReason, Session } from '@latchkey/contracts/auth/sessions'
import type { Words } from '@latchkey/contracts/words/web'
import { ExactTime } from '../../platform/ui/time.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { describeClient } from './describe-client.ts'

/** The sessions that ended in the last 30 days, with time and reason. Collapsed at first. */
export function EndedDevices({ sessions }: { sessions: Session[] }) {
  const { clients, devices: words } = useWords()
  return (
    <details className="group mt-12 border-t border-line">
      <summary className="-mx-2 flex min-h-14 cursor-pointer list-none items-center gap-2 rounded-md px-2 font-medium">
        <svg
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="size-4 fill-none stroke-current stroke-2 text-soft transition-transform group-open:rotate-90 rtl:mirrored rtl:group-open:-rotate-90"
        >
          <path d="m6 3.5 4.5 4.5L6 12.5" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
        <span>{words.ended(sessions.length)}</span>
      </summary>
      <ul className="border-t border-line *:border-b *:border-line text-small text-soft">
        {sessions.map(session => (
          <li key={session.id} className="py-3">
            <span className="block text-ink">{describeClient(clients, session)}</span>
            {session.ip && <span>{`${session.ip} · `}</span>}
            {session.endReason === 'idle' ? words.lastSeenBefore : words.endedBefore}{' '}
            <ExactTime instant={endOf(session)} />: {reasonOf(words, session.endReason)}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Why a session ended. A newer API may send reasons that this page does not know. */
export const reasonOf = ({ reasons, noReason }: Words['devices'], reason: string | null): string =>
  reason && Object.hasOwn(reasons, reason) ? reasons[reason as EndReason] : noReason

/** The time to show. Only a revoked session stores its end. An idle one shows when it was last seen. */
function endOf({ revokedAt, endReason, lastSeenAt, expiresAt }: Session): string {
  return revokedAt ?? (endReason === 'idle' ? lastSeenAt : expiresAt)
}
