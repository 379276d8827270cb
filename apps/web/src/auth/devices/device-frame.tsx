import type { ListedSession } from '@latchkey/contracts/auth/devices'
import type { ReactNode } from 'react'
import { IconDisc } from '../../platform/ui/icon-disc.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { iconOf, nameOf } from './describe-client.ts'

interface Props {
  session: ListedSession
  /** Stands beside its name. */
  badge?: ReactNode
  /** What is known about it, below its name. */
  facts: ReactNode
  /** What a person can do with it, in the grid of the card. */
  children?: ReactNode
}

/** The card of a device, wherever it is shown. */
export function DeviceFrame({ session, badge, facts, children }: Props) {
  const { clients } = useWords()
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-4 rounded-md border border-line bg-raised p-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:p-5">
      <IconDisc name={iconOf(session.device)} tone={session.current ? 'accent' : 'plain'} />
      <div>
        <h3 className="text-body wrap-anywhere">
          <bdi>{nameOf(clients, session)}</bdi>
          {badge && <span className="ms-1.5 [letter-spacing:normal]"> {badge}</span>}
        </h3>
        {facts}
      </div>
      {children}
    </div>
  )
}
