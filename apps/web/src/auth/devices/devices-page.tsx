import { useSuspenseQuery } from '@tanstack/react-query'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { PageIntro } from '../../platform/ui/page-intro.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { DeviceCard } from './device-card.tsx'
import { EndedDevices } from './ended-devices.tsx'
import { isLive } from './is-live.ts'
import { OtherDevices } from './other-devices.tsx'
import { sessionsQuery } from './queries.ts'

/** Lists where you are signed in, and lets you end each session: this device first and apart. */
export function DevicesPage() {
  const { devices: words } = useWords()
  const { data: sessions } = useSuspenseQuery(sessionsQuery)
  const live = sessions.filter(isLive)
  const ended = sessions.filter(session => !isLive(session))
  return (
    <>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <PageIntro>{words.intro}</PageIntro>
      <section aria-labelledby="this-device" className="mt-8">
        <h2 id="this-device" className="mb-4 text-title">
          {words.thisDevice}
        </h2>
        {live
          .filter(({ current }) => current)
          .map(session => (
            <DeviceCard key={session.id} session={session} />
          ))}
      </section>
      <OtherDevices sessions={live.filter(({ current }) => !current)} />
      {live.some(({ place }) => place) && <p className="mt-4 text-small text-soft">{words.approximate}</p>}
      {ended.length > 0 && <EndedDevices sessions={ended} />}
    </>
  )
}
