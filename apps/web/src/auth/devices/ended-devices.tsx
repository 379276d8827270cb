import type { Session } from '@latchkey/contracts/auth/sessions'
import { ExactTime } from '../../platform/ui/time.tsx'
import { describeClient } from './describe-client.ts'
import { listedReason } from './listed-reasons.ts'

/** The sessions that ended in the last 30 days, with time and reason. Collapsed at first. */
export function EndedDevices({ sessions }: { sessions: Session[] }) {
  return (
    <details className="group mt-12 border-t border-line">
      <summary className="-mx-2 flex min-h-14 cursor-pointer list-none items-center gap-2 rounded-md px-2 font-medium">
        <svg
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="size-4 fill-none stroke-current stroke-2 text-soft transition-transform group-open:rotate-90"
        >
          <path d="m6 3.5 4.5 4.5L6 12.5" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
        <span>{`Ended in the last 30 days (${sessions.length})`}</span>
      </summary>
      <ul className="divide-y divide-line border-y border-line text-small text-soft">
        {sessions.map(session => (
          <li key={session.id} className="py-3">
            <span className="block text-ink">{describeClient(session)}</span>
            {session.ip && <>{session.ip} · </>}
            {session.endReason === 'idle' ? 'last seen' : 'ended'} <ExactTime instant={endOf(session)} />:{' '}
            {listedReason(session.endReason)}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The time to show. Only a revoked session stores its end. An idle one shows when it was last seen. */
function endOf({ revokedAt, endReason, lastSeenAt, expiresAt }: Session): string {
  return revokedAt ?? (endReason === 'idle' ? lastSeenAt : expiresAt)
}
