import type { ReactNode } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ConfirmDialog } from '../../platform/ui/confirm-dialog.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { useAskFirst } from '../session/use-ask-first.ts'

interface Props {
  /** What the button does. */
  name: string
  /** Names the button where several have the same text. */
  label?: string
  /** The question, and what follows. */
  title: string
  text: string
  /** Whether something is lost. */
  isLoss?: boolean
  request: { isPending: boolean; error: unknown; reset: () => void }
  /** Resolves to what was done. */
  send: () => Promise<ReactNode>
}

/** The button of an act, which asks first and tells afterwards. */
export function ActButton({ name, label, title, text, isLoss = false, request, send }: Props) {
  const { admin: words } = useWords()
  const toast = useToast()
  const { button, dialog } = useAskFirst({
    request,
    send: async () => void toast({ text: await send(), icon: 'check' }),
  })
  return (
    <>
      <Button
        {...button}
        look={isLoss ? 'danger' : 'plain'}
        working={words.working}
        aria-label={request.isPending ? undefined : label}
      >
        {name}
      </Button>
      <ConfirmDialog {...dialog} title={title} action={name} working={words.working}>
        <p>{text}</p>
        <p className="mt-2">{words.tells}</p>
      </ConfirmDialog>
    </>
  )
}
