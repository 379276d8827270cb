import type { ListedSession } from '@latchkey/contracts/auth/devices'
import { type FocusEvent, useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { nameOf } from './describe-client.ts'
import { DeviceCard } from './device-card.tsx'
import { useHeldSignOuts } from './held-sign-outs.tsx'
import { isNew } from './is-new.ts'
import { SignOutOthers } from './sign-out-others.tsx'

const headingId = 'other-devices'

/** The other devices, each with its sign-out. */
export function OtherDevices({ sessions }: { sessions: ListedSession[] }) {
  const { clients, devices: words } = useWords()
  const { stateOf, signOut, undo, dropAll } = useHeldSignOuts()
  const [now] = useState(Date.now)
  const list = useFocusOfNext()
  return (
    <section aria-labelledby={headingId} className="mt-10">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id={headingId} tabIndex={-1} className="text-title">
          {words.others}
        </h2>
        <SignOutOthers others={sessions.length} onConfirm={dropAll} headingId={headingId} />
      </div>
      {sessions.length === 0 && <p className="mt-3 border-t border-line pt-4 text-soft">{words.noOthers}</p>}
      <ul {...list} className="mt-4 grid gap-3">
        {sessions.map(session => {
          const name = nameOf(clients, session)
          const state = stateOf(session.id)
          const isLeaving = state === 'held' || state === 'sent'
          return (
            <li key={session.id} tabIndex={-1}>
              <DeviceCard
                session={session}
                isNew={isNew(session, now)}
                problem={state && !isLeaving ? state.failure : undefined}
              >
                {state === 'held' && (
                  <Button look="quiet" aria-label={words.undoOf(name)} onClick={() => undo(session)}>
                    {words.undo}
                  </Button>
                )}
                <Button
                  busy={isLeaving}
                  working={words.signingOut}
                  aria-label={isLeaving ? undefined : words.signOutOf(name, session.ip)}
                  onClick={() => signOut(session)}
                  className="whitespace-nowrap"
                >
                  {words.signOut}
                </Button>
              </DeviceCard>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Keeps the focus in the list when the card that has it goes: the next card gets it, or the one before, or the heading. */
function useFocusOfNext() {
  const ref = useRef<HTMLUListElement>(null)
  const at = useRef(-1)
  const cards = () => [...(ref.current?.children ?? [])] as HTMLElement[]
  const last = useRef<Element>(null)
  useLayoutEffect(() => {
    // Otherwise the person took the focus away, as by a click beside the list.
    if (last.current?.isConnected) return
    // A browser gives the focus of an element that goes to the body, without an event.
    if (at.current < 0 || document.activeElement !== document.body) return
    const next = cards()[Math.min(at.current, cards().length - 1)] ?? document.getElementById(headingId)
    next?.focus()
  })
  return {
    ref,
    onFocus({ target }: FocusEvent) {
      last.current = target
      at.current = cards().findIndex(card => card.contains(target))
    },
    onBlur({ relatedTarget }: FocusEvent) {
      if (relatedTarget && !ref.current?.contains(relatedTarget)) at.current = -1
    },
  }
}
