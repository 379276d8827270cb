import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { pages } from '@latchkey/contracts/pages'
import { ExactTime, TimeAgo } from '../../../platform/ui/time.tsx'
import { rich, useWords } from '../../../platform/words/use-words.ts'
import { DeviceFrame } from '../../devices/device-frame.tsx'
import { Part } from './part.tsx'

export function ThisDevice({ session }: { session: ListedSession }) {
  const { overview: words } = useWords()
  const { createdAt, expiresAt, ip } = session
  return (
    <Part id="this-device" title={words.thisDevice} more={{ to: pages.devices, label: words.allDevices }}>
      <div className="mt-2">
        <DeviceFrame
          session={session}
          facts={
            <div className="mt-0.5 text-small text-soft tabular">
              <p>
                {rich(words.signedIn(<TimeAgo instant={createdAt} />))}{' '}
                {rich(words.signedInUntil(<ExactTime instant={expiresAt} />))}
              </p>
              {ip && <p className="wrap-anywhere">{ip}</p>}
            </div>
          }
        />
      </div>
    </Part>
  )
}
