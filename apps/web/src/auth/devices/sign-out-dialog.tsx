import type { RefObject } from 'react'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
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
  const { title, text } = wordsFor(question)
  return (
    <ConfirmDialog
      open={open}
      title={title}
      action="Sign out"
      working="Signing out…"
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

function wordsFor(question: Question): { title: string; text: string } {
  if ('others' in question) {
    const devices = question.others === 1 ? '1 device' : `${question.others} devices`
    return { title: 'Sign out of all other devices?', text: `${devices} will have to sign in again.` }
  }
  const { session } = question
  if (session.current)
    return { title: 'Sign out of this device?', text: 'You will be signed out here, and have to sign in again.' }
  const device = session.delivery === 'bearer' ? 'This program' : 'This device'
  const place = session.ip ? `, at ${session.ip},` : ''
  return { title: `Sign out ${describeClient(session)}?`, text: `${device}${place} will have to sign in again.` }
}
