import { useEffect, useState } from 'react'
import { useLazyPart } from '../../platform/lazy-part.ts'
import { DialogFailed } from './dialog-failed.tsx'
import { createKeeper } from './keeper.ts'
import type { SessionEnd } from './machine.ts'
import { useSession, useSessionState } from './use-session.ts'

interface Question {
  number: number
  isOpen: boolean
  /** How the session ended. Undefined if only a proof is needed again. */
  ended: SessionEnd | undefined
}

/**
 * For a page with something to lose. While it is mounted, a dialog asks for the proof that a request needs. If the
 * session ends, half-typed input stays, and the same dialog signs in again.
 */
export function SessionDialog({ email }: { email: string }) {
  const session = useSession()
  const { dispatch } = session
  const state = useSessionState()
  useEffect(() => session.setKeeper(createKeeper(session)), [session])

  // Kept after closing, so that the text stays while the dialog fades out.
  const [question, setQuestion] = useState<Question>({ number: 0, isOpen: false, ended: undefined })
  const isOpen = state.name === 'confirming' || state.name === 'held'
  const ended = state.name === 'held' ? state.end : undefined
  if (isOpen ? !question.isOpen || question.ended !== ended : question.isOpen)
    setQuestion(before => ({
      number: before.number + Number(isOpen && !before.isOpen),
      isOpen,
      ended: isOpen ? ended : before.ended,
    }))

  const dialog = useLazyPart('proof', loadDialog, 'proof', 'providers', 'secondStep', 'ends')
  if (question.number === 0) return null
  const onClose = () => dispatch({ name: 'declined' })
  if (!dialog.data) {
    if (!isOpen || !dialog.error) return null
    return (
      <DialogFailed
        busy={dialog.isFetching}
        ended={ended !== undefined}
        onAgain={() => void dialog.refetch()}
        onClose={onClose}
      />
    )
  }
  const ProofDialog = dialog.data
  return (
    <ProofDialog
      key={question.number}
      open={isOpen}
      ended={question.ended}
      email={email}
      onGiven={() => dispatch({ name: 'proof-given' })}
      onClose={onClose}
    />
  )
}

const loadDialog = async () => (await import('./proof-dialog.tsx')).ProofDialog
