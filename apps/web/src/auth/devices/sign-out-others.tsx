import { useLayoutEffect, useRef, useState } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useRevokeOtherSessions } from './changes.ts'

interface Props {
  /** How many other devices are signed in. */
  others: number
  /** Called before the request. */
  onConfirm: () => void
  /** The element that gets the focus once the button has gone. */
  headingId: string
}

/** Signs all other devices out, after a question. It loads with its page, so the question opens during an outage too. */
export function SignOutOthers({ others, onConfirm, headingId }: Props) {
  const { devices: words } = useWords()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  // The button goes with the devices, so it cannot have the focus back.
  const isDone = useRef(false)
  // Kept after closing, so that the text stays while the dialog goes.
  const [asked, setAsked] = useState(others)
  const hadFocus = useRef(false)
  useLayoutEffect(() => {
    // The last device may also go by itself. A browser gives the focus of a button that goes to the body, without an event.
    if (others > 0 || !hadFocus.current) return
    hadFocus.current = false
    if (document.activeElement === document.body) document.getElementById(headingId)?.focus()
  }, [others, headingId])
  const { mutate, reset, isPending, error } = useRevokeOtherSessions()
  return (
    <>
      {others > 0 && (
        <Button
          onFocus={() => {
            hadFocus.current = true
          }}
          onBlur={() => {
            hadFocus.current = false
          }}
          onClick={() => {
            setAsked(others)
            isDone.current = false
            setOpen(true)
          }}
        >
          {words.signOutOthers}
        </Button>
      )}
      <ConfirmDialog
        open={open}
        title={words.othersTitle}
        action={words.signOut}
        working={words.signingOut}
        busy={isPending}
        error={error ? failure(error) : undefined}
        onConfirm={() => {
          onConfirm()
          mutate(undefined, {
            onSuccess(count) {
              toast({ text: count === 0 ? words.noneOut : words.areOut(count), icon: 'check' })
              isDone.current = true
              setOpen(false)
            },
          })
        }}
        onClose={() => {
          reset()
          setOpen(false)
        }}
        returnFocus={() => (isDone.current || others === 0 ? document.getElementById(headingId) : null)}
      >
        {words.othersText(asked)}
      </ConfirmDialog>
    </>
  )
}
