import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { pages } from '@latchkey/contracts/pages'
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { addressOf, Link } from '../../platform/router/link.tsx'
import { useRouter } from '../../platform/router/use-router.ts'
import { Select } from '../../platform/ui/select.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { nameOf } from '../devices/describe-client.ts'
import { sessionsQuery } from '../devices/queries.ts'
import type { Choice } from './queries.ts'

const kinds = [undefined, 'sign_ins', 'changes', 'refused'] as const

/** What the list shows: by kind, and by device. The choice is in the address, so it can be kept and linked to. */
export function Filters({ choice }: { choice: Choice }) {
  const { activity: words } = useWords()
  const { device } = choice
  return (
    <div className="mt-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <nav aria-label={words.filters} className="flex flex-wrap">
        {kinds.map(only => (
          <Link
            key={only ?? 'all'}
            to={pages.activity}
            search={{ only, device }}
            className="inline-flex min-h-11 min-w-11 items-center justify-center rounded-md px-3 text-small text-soft transition-colors hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink forced-colors:aria-[current=page]:border"
          >
            {words.filter[only ?? 'all']}
          </Link>
        ))}
      </nav>
      <DeviceChoice choice={choice} />
    </div>
  )
}

function DeviceChoice({ choice }: { choice: Choice }) {
  const { activity: words, clients } = useWords()
  const { navigate } = useRouter()
  const id = useId()
  const { data: sessions = [] } = useQuery(sessionsQuery)
  const devices = devicesOf(sessions)
  const { device: chosen, only } = choice
  // A device of the address that has no session any more.
  const isUnknown = chosen !== undefined && !devices.has(chosen)
  return (
    <div className="flex min-w-0 items-center gap-2 text-small">
      <label htmlFor={id} className="text-soft">
        {words.device}
      </label>
      <Select
        id={id}
        value={chosen ?? ''}
        onChange={({ target: { value } }) =>
          navigate({
            to: addressOf({ to: pages.activity, search: { only, device: value || undefined } }),
            replace: true,
          })
        }
        className="min-h-11 max-w-60 ps-3 text-ink"
      >
        <option value="">{words.allDevices}</option>
        {isUnknown && <option value={chosen}>{words.device}</option>}
        {[...devices].map(([id, session]) => {
          const name = nameOf(clients, session)
          return (
            <option key={id} value={id}>
              {session.current ? words.thisDevice(name) : name}
            </option>
          )
        })}
      </Select>
    </div>
  )
}

/** Each device once, with its newest session, or with this one. */
function devicesOf(sessions: ListedSession[]): Map<string, ListedSession> {
  const devices = new Map<string, ListedSession>()
  for (const session of sessions)
    if (session.deviceId && (session.current || !devices.has(session.deviceId))) devices.set(session.deviceId, session)
  return devices
}
