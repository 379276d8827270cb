import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { useWords } from '../../platform/words/use-words.ts'
import { nameOf } from '../devices/describe-client.ts'
import { DeviceFacts } from '../devices/device-facts.tsx'
import { DeviceFrame } from '../devices/device-frame.tsx'
import { EndedDevices } from '../devices/ended-devices.tsx'
import { isLive } from '../devices/is-live.ts'
import { ActButton } from './act.tsx'
import { Failed } from './failed.tsx'
import { Part } from './part.tsx'
import { useEndSession, usePersonSessions } from './queries.ts'

/** Where the person is signed in, and was in the last 30 days. */
export function PersonSessions({ id, canEnd }: { id: string; canEnd: boolean }) {
  const { admin: words } = useWords()
  const { data: sessions, error, isFetching, refetch } = usePersonSessions(id)
  const live = sessions?.filter(isLive) ?? []
  const ended = sessions?.filter(session => !isLive(session)) ?? []
  return (
    <Part title={words.sessions}>
      {sessions && live.length === 0 && <p className="mt-3 border-t border-line pt-4 text-soft">{words.noSessions}</p>}
      <ul className="mt-4 grid gap-3 empty:hidden">
        {live.map(session => (
          <li key={session.id}>
            <DeviceFrame session={session} facts={<DeviceFacts session={session} />}>
              {canEnd && <EndSession id={id} session={session} />}
            </DeviceFrame>
          </li>
        ))}
      </ul>
      {error && <Failed error={error} busy={isFetching} again={() => void refetch()} />}
      {ended.length > 0 && <EndedDevices sessions={ended} />}
    </Part>
  )
}

function EndSession({ id, session }: { id: string; session: ListedSession }) {
  const { admin: words, clients } = useWords()
  const end = useEndSession(id)
  const name = nameOf(clients, session)
  return (
    <div className="col-span-2 mt-3 sm:col-span-1 sm:mt-0">
      <ActButton
        name={words.end}
        label={words.endOf(name)}
        title={words.endTitle(name)}
        text={words.endText}
        isLoss
        request={end}
        send={async () => {
          await end.mutateAsync(session.id)
          return words.ended
        }}
      />
    </div>
  )
}
