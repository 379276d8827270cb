import type { Words } from '@latchkey/contracts/words/web'
import type { RefObject } from 'react'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { describeClient } from './describe-client.ts'
import { type Question, useEndDevices } from './end-devices.ts'

interface Props {
  question: Question
  open: boolean
  /** Closes the dialog. `news` is the result, if something happened. */
  onClose: (news?: string) => void
  newsLine: RefObject<HTMLElement | null>
}

/** Asks before it signs devices out. It loads with its page, so it opens during an outage too. */
export function SignOutDialog({ question, open, onClose, newsLine }: Props) {
  const { run, busy, error, reset } = useEndDevices(onClose)
  const { clients, devices: words } = useWords()
  const { title, text } = wordsFor(words, clients, question)
  return (
    <ConfirmDialog
      open={open}
      title={title}
      action={words.signOut}
      working={words.signingOut}
      busy={busy}
      error={error}
      onConfirm={() => run(question)}
      onClose={() => {
        reset()
        onClose()
      }}
      // The button that opened it may be gone with its row. Then focus the result.
      returnFocus={() => (newsLine.current?.textContent ? newsLine.current : null)}
    >
      {text}
    </ConfirmDialog>
  )
}

function wordsFor(
  words: Words['devices'],
  clients: Words['clients'],
  question: Question,
): { title: string; text: string } {
  if ('others' in question) return { title: words.othersTitle, text: words.othersText(question.others) }
  const { session } = question
  if (session.current) return { title: words.thisTitle, text: words.thisText }
  return {
    title: words.oneTitle(describeClient(clients, session)),
    text: words.oneText(session.delivery === 'bearer', session.ip),
  }
}
