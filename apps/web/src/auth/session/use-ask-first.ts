import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { failure } from '../../platform/ui/failure.tsx'
import { focusPartAfter } from '../../platform/ui/focus-part-after.ts'
import { NotConfirmedError } from './keeper.ts'

interface Options {
  /** The mutation that `send` runs. */
  request: { isPending: boolean; error: unknown; reset: () => void }
  send: () => Promise<unknown>
  sentenceFor?: (error: unknown) => ReactNode
}

/**
 * What a button and its `ConfirmDialog` share, for a request that may need a proof. The dialog closes before the request, since the
 * dialog that asks for the proof may open, and only one may be open at a time. It opens again with the error of a failure. The button may
 * go with what it removed: the heading of its section then gets the focus.
 */
export function useAskFirst({ request: { isPending, error, reset }, send, sentenceFor = failure }: Options) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => focusPartAfter(opener.current), [])
  return {
    button: { ref: opener, busy: isPending, onClick: () => setOpen(true) },
    dialog: {
      open,
      busy: isPending,
      error: error && !(error instanceof NotConfirmedError) ? sentenceFor(error) : undefined,
      async onConfirm() {
        setOpen(false)
        try {
          await send()
        } catch (error) {
          setOpen(!(error instanceof NotConfirmedError))
        }
      },
      onClose() {
        setOpen(false)
        reset()
      },
      returnFocus: () => opener.current,
    },
  }
}
