import type { EndReason } from '@latchkey/contracts/auth/sessions'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { endByProblem, leaveSession } from './end-session.ts'
import { holdOn } from './hold.ts'
import { PasswordDialog } from './password-dialog.tsx'
import type { Me } from './queries.ts'
import type { SessionEnd } from './session-end.ts'
import { hostConfirmations, isUnderWay } from './with-confirmation.ts'

interface Question {
  number: number
  /** How the session came to its end, where it did; otherwise the password is only needed once more. */
  ended: SessionEnd | undefined
  /** The session that it was asked in. */
  sessionId: string
  answer: Promise<boolean>
  settle: (given: boolean) => void
}

/**
 * For a page with something to lose. While it is there, a request that needs the password once more gets it by a dialog,
 * and a session that ends does not take away what is half typed: the same dialog signs in again.
 */
export function Reauthentication({ me }: { me: Me }) {
  const router = useRouter()
  const queryClient = useQueryClient()
  // The question stays while the dialog fades out.
  const [question, setQuestion] = useState<Question>()
  const [open, setOpen] = useState(false)
  const current = useRef<Question>(undefined)
  const sessionId = me.session.id

  useEffect(() => {
    function ask(ended?: SessionEnd): Promise<boolean> {
      // Whatever else fails meanwhile waits for the same answer.
      const asked = current.current ?? newQuestion(sessionId)
      // The first word of an end has its reason, what follows only misses the token.
      current.current = { ...asked, ended: asked.ended ?? ended }
      setQuestion(current.current)
      setOpen(true)
      return asked.answer
    }
    const stopHolding = holdOn({
      hold(ended) {
        if (!canComeBack(ended) || !(isUnderWay() || isHalfTyped())) return false
        void ask(ended)
        return true
      },
      isHeldOver: () => current.current?.ended !== undefined,
    })
    const stopHosting = hostConfirmations(async problem => {
      if (problem.code === 'confirmation_required') return ask()
      endByProblem(router, queryClient, problem)
      return current.current?.answer ?? false
    })
    return () => {
      stopHolding()
      stopHosting()
    }
  }, [router, queryClient, sessionId])

  const settle = (given: boolean) => {
    current.current?.settle(given)
    current.current = undefined
    setOpen(false)
  }
  const close = () => {
    const ended = current.current?.ended
    settle(false)
    // Nobody is signed in: the page must not look as if somebody were.
    if (ended) leaveSession(router, queryClient, ended)
  }
  // Somebody signed in again here, or in another tab. Another person's page is another page, see `key` where this stands.
  useEffect(() => {
    if (current.current?.ended && current.current.sessionId !== sessionId) settle(true)
  })
  useEffect(() => () => current.current?.settle(false), [])

  if (!question) return null
  return (
    <PasswordDialog
      key={question.number}
      open={open}
      ended={question.ended}
      email={me.user.email}
      onGiven={() => settle(true)}
      onClose={close}
    />
  )
}

let questions = 0

function newQuestion(sessionId: string): Question {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  return { number: ++questions, ended: undefined, sessionId, answer: promise, settle: resolve }
}

/** After these, address and password of before let nobody in. */
const final = ['account_deleted', 'account_disabled', 'email_changed', 'not_me'] satisfies EndReason[] as string[]

/** Whoever left on purpose wants nothing kept. */
function canComeBack({ code, reason = '' }: SessionEnd): boolean {
  return code !== 'signed_out' && code !== 'signed_out_elsewhere' && !final.includes(reason)
}

const isHalfTyped = () =>
  [...document.querySelectorAll('input')].some(
    // A password that lets in is filled in by browsers unasked, and no loss.
    input => input.autocomplete !== 'current-password' && input.value !== input.defaultValue,
  )
