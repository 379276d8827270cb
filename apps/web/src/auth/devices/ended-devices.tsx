import type { Session } from '@latchkey/contracts/auth/sessions'
import { ExactTime } from '../../platform/ui/time.tsx'
import { describeClient } from './describe-client.ts'
import { listedReason } from './listed-reasons.ts'

/** What ended in the last 30 days, folded away: when, and why. */
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
        Ended in the last 30 days ({sessions.length})
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

/** Only what was revoked has an instant of its own; an expired session ran to its end, an idle one fell asleep. */
function endOf({ revokedAt, endReason, lastSeenAt, expiresAt }: Session): string {
  return revokedAt ?? (endReason === 'idle' ? lastSeenAt : expiresAt)
}
