import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { failure } from '../../platform/ui/failure.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { useRevokeSession } from './changes.ts'
import { nameOf } from './describe-client.ts'

/** What a card shows: it is being signed out, or why it is still signed in. */
export type SignOutState = 'held' | 'sent' | { failure: ReactNode }

interface Held {
  session: ListedSession
  closeToast: () => void
}

/**
 * Signs other devices out, eight seconds late. The server ends a session for good, so "Undo" can only keep the request from being sent
 * (docs/decisions/035). It is sent at once when the page is hidden or left, and before the person signs out here.
 */
export function useHeldSignOuts() {
  const { clients, devices: words } = useWords()
  const toast = useToast()
  const { addUnsent } = useSession()
  const revoke = useRevokeSession()
  const held = useRef(new Map<string, Held>())
  const isOnPage = useRef(false)
  const [states, setStates] = useState<ReadonlyMap<string, SignOutState>>(new Map())
  const mark = (id: string, state?: SignOutState) =>
    setStates(states => {
      const next = new Map(states)
      if (state) next.set(id, state)
      else next.delete(id)
      return next
    })
  const nameIn = (session: ListedSession) => <bdi key="name">{nameOf(clients, session)}</bdi>

  function signOut(session: ListedSession) {
    const { id } = session
    const name = nameIn(session)
    const closeToast = toast({
      text: rich(words.isSigningOut(name)),
      icon: 'sign-out',
      undo: async () => rich(drop(id) ? words.staysIn(name) : words.wasOut(name)),
      // After an undo, a later sign-out of the same device has its own time.
      onGone: () => held.current.get(id) === hold && void send(id),
    })
    const hold: Held = { session, closeToast }
    held.current.set(id, hold)
    mark(id, 'held')
  }

  /** Takes a sign-out back. False if it was already sent. */
  function drop(id: string): boolean {
    const isHeld = held.current.delete(id)
    if (isHeld) mark(id)
    return isHeld
  }

  async function send(id: string): Promise<void> {
    const found = held.current.get(id)
    if (!found) return
    held.current.delete(id)
    found.closeToast()
    mark(id, 'sent')
    const name = nameIn(found.session)
    try {
      await revoke.mutateAsync(found.session)
      toast({ text: rich(words.isOut(name)), icon: 'check' })
    } catch (error) {
      // It was ended elsewhere, or it expired and was purged: nothing is left to do.
      if (error instanceof ApiError && error.problem.code === 'not_found')
        return void toast({ text: rich(words.wasOut(name)) })
      const why = rich(words.stillIn<ReactNode>(name, failure(error)))
      mark(id, { failure: why })
      // While its card is on the page, the card says it.
      if (!isOnPage.current) toast({ text: why, icon: 'warning' })
    }
  }

  const sendAll = useEffectEvent(() => Promise.all([...held.current.keys()].map(send)))
  useEffect(() => {
    isOnPage.current = true
    const leave = () => void sendAll()
    const hide = () => document.visibilityState === 'hidden' && leave()
    document.addEventListener('visibilitychange', hide)
    window.addEventListener('pagehide', leave)
    const remove = addUnsent(() => sendAll())
    return () => {
      isOnPage.current = false
      document.removeEventListener('visibilitychange', hide)
      window.removeEventListener('pagehide', leave)
      remove()
      leave()
    }
  }, [addUnsent])

  return {
    stateOf: (id: string) => states.get(id),
    signOut,
    undo(session: ListedSession) {
      const found = held.current.get(session.id)
      if (!found || !drop(session.id)) return
      found.closeToast()
      toast({ text: rich(words.staysIn(nameIn(session))) })
    },
    /** For "all others", which ends these too. */
    dropAll() {
      const all = [...held.current.entries()]
      for (const [id, { closeToast }] of all) {
        drop(id)
        closeToast()
      }
    },
  }
}
