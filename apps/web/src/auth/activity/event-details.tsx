import type { ListedEvent } from '@latchkey/contracts/auth/activity'
import { pages } from '@latchkey/contracts/pages'
import type { ReactNode } from 'react'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useInstants } from '../../platform/ui/time.tsx'
import { useLocale, useWords } from '../../platform/words/use-words.ts'
import { placeName } from '../devices/describe-client.ts'
import { NotMe } from './not-me.tsx'
import { clientOf, deviceOf, mayBeAThief } from './sentences.ts'

/** When and where, and what to do about it. */
export function EventDetails({ event }: { event: ListedEvent }) {
  const { activity: words, clients } = useWords()
  const locale = useLocale()
  const { whole } = useInstants()
  const device = deviceOf(clients, event)
  const by = clientOf(clients, event)
  return (
    <div className="ps-[min(3.25rem,13.3vw)] pb-5">
      <dl className="grid gap-x-6 gap-y-1 text-small sm:grid-cols-[max-content_1fr]">
        <Fact name={words.when}>
          <time dateTime={event.at}>{whole(event.at)}</time>
        </Fact>
        {device && (
          <Fact name={words.device}>
            <bdi>{device}</bdi>
          </Fact>
        )}
        {by && by !== device && <Fact name={words.by}>{by}</Fact>}
        <Fact name={words.where}>
          {event.place && <span className="block">{words.approximate(placeName(locale, event.place))}</span>}
          <span className="wrap-anywhere tabular">{event.ip ?? words.noAddress}</span>
        </Fact>
      </dl>
      {event.about?.id && (
        <p className="mt-1 text-small">
          <TextLink to={pages.activity} search={{ device: event.about.id }}>
            {words.onlyThisDevice}
          </TextLink>
        </p>
      )}
      {mayBeAThief(event) && <NotMe event={event} />}
    </div>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-soft">{name}</dt>
    <dd className="mb-2 sm:mb-0">{children}</dd>
  </>
)
