import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import type { ReactNode } from 'react'
import { IconDisc } from '../../platform/ui/icon-disc.tsx'
import { rich, useLocale, useWords } from '../../platform/words/use-words.ts'
import { placeName } from '../devices/describe-client.ts'
import { clientOf, deviceOf, isRefusal, storyOf, symbolOf } from './sentences.ts'

interface Props {
  event: ListedEvent
  /** Begins the second line, as with the time. */
  before?: ReactNode
}

/** What happened, on which device and where, with its icon. Only spans, because a summary may hold no blocks. */
export function EventLine({ event, before }: Props) {
  const { activity: words, clients } = useWords()
  const locale = useLocale()
  const device = deviceOf(clients, event)
  const story = storyOf(words, event, device && <bdi key="device">{device}</bdi>)
  const by = clientOf(clients, event)
  const where = event.place ? placeName(locale, event.place) : event.ip
  // A sentence that names the device need not be followed by the same name.
  const second = [story.length > 1 && by === device ? null : by, where, event.current && words.thisSession]
    .filter(Boolean)
    .join(' · ')
  return (
    <>
      <IconDisc name={symbolOf(event)} tone={isRefusal(event) ? 'warning' : 'plain'} />
      <span className="min-w-0 flex-1 wrap-anywhere">
        <span className="font-medium">{rich(story)}</span>
        {(before || second) && (
          <span className="block text-small text-soft">
            {before}
            <span>{before && second ? ` · ${second}` : second}</span>
          </span>
        )}
      </span>
    </>
  )
}
