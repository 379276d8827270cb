import type { Session } from '@latchkey/contracts/auth/sessions'
import { pages } from '@latchkey/contracts/pages'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ListNews } from '../../platform/ui/news.tsx'
import { PageHeading } from '../../platform/ui/page-heading.tsx'
import { TextLink } from '../../platform/ui/text-link.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { DeviceTable } from './device-table.tsx'
import type { Question } from './end-devices.ts'
import { EndedDevices } from './ended-devices.tsx'
import { sessionsQuery } from './queries.ts'
import { SignOutDialog } from './sign-out-dialog.tsx'

/** Lists where you are signed in, and lets you end each session. */
export function DevicesPage() {
  const { devices: words } = useWords()
  const { data: sessions } = useSuspenseQuery(sessionsQuery)
  // Kept after closing, so that the text stays while the dialog fades out.
  const [question, setQuestion] = useState<Question>()
  const [open, setOpen] = useState(false)
  const [news, setNews] = useState('')
  const newsLine = useRef<HTMLParagraphElement>(null)
  const live = sessions.filter(({ endReason }) => endReason === null).sort(currentFirst)
  const ended = sessions.filter(({ endReason }) => endReason !== null)
  const others = live.filter(({ current }) => !current).length
  const ask = (about: Question) => {
    setNews('')
    setQuestion(about)
    setOpen(true)
  }

  return (
    <>
      <PageHeading title={words.title}>{words.title}</PageHeading>
      <p className="mt-2 text-soft">{words.intro}</p>
      <ListNews ref={newsLine}>{news}</ListNews>
      <DeviceTable sessions={live} onSignOut={session => ask({ session })} />
      {others > 0 && (
        <Button className="mt-6" onClick={() => ask({ others })}>
          {words.signOutOthers}
        </Button>
      )}
      {ended.length > 0 && <EndedDevices sessions={ended} />}
      <p className="mt-8 text-small">
        <TextLink to={pages.activity}>{words.toActivity}</TextLink>
      </p>
      {question && (
        <SignOutDialog
          question={question}
          open={open}
          newsLine={newsLine}
          onClose={(news = '') => {
            setNews(news)
            setOpen(false)
          }}
        />
      )}
    </>
  )
}

const currentFirst = (a: Session, b: Session) => Number(b.current) - Number(a.current)
