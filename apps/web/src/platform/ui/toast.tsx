import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import { Button } from './button.tsx'
import { failure } from './failure.tsx'
import { Icon } from './icons/icon.tsx'
import type { Toast } from './use-toast.ts'

const shownForMs = 8_000

interface Props {
  toast: Toast
  /** If true, the time stands still. */
  isPaused: boolean
  onUndone: () => void
  onGone: () => void
}

/** News about an action. It goes by itself or by its button. */
export function ToastCard({ toast, isPaused, onUndone, onGone }: Props) {
  const { shell: words } = useWords()
  const textId = useId()
  const [text, setText] = useState(toast.text)
  const [undo, setUndo] = useState(() => toast.undo)
  const [busy, setBusy] = useState(false)
  // Each attempt to undo says something new, which gets its own time.
  const [attempts, setAttempts] = useState(0)
  useTimeLeft(isPaused || busy, attempts, onGone)

  async function run(take: NonNullable<Toast['undo']>) {
    setBusy(true)
    try {
      setText(await take())
      setUndo(undefined)
      onUndone()
    } catch (error) {
      setText(failure(error))
    } finally {
      setAttempts(attempts + 1)
      setBusy(false)
    }
  }
  return (
    <div className="pointer-events-auto flex w-full flex-wrap items-center justify-end rounded-md bg-raised py-1 ps-4 pe-1 text-small shadow-lift transition-[opacity,translate] sm:w-auto sm:max-w-[36rem] starting:translate-y-2 starting:opacity-0 forced-colors:border">
      {toast.icon && <Icon name={toast.icon} className="me-3 text-soft" />}
      <p className="min-w-0 grow basis-40 py-2.5 pe-2">
        <span id={textId}>{text}</span>
        {undo && <span className="sr-only"> {words.undoKey}</span>}
      </p>
      {undo && (
        <Button look="quiet" aria-describedby={textId} busy={busy} working={words.undoing} onClick={() => run(undo)}>
          {words.undo}
        </Button>
      )}
      <Button look="quiet" aria-describedby={textId} aria-disabled={busy} onClick={onGone}>
        {words.closeNews}
      </Button>
    </div>
  )
}

/** Calls `onOver` after the time has run, which starts again with each new `turn`. */
function useTimeLeft(isPaused: boolean, turn: number, onOver: () => void): void {
  const left = useRef({ turn, ms: shownForMs })
  const over = useEffectEvent(onOver)
  useEffect(() => {
    if (left.current.turn !== turn) left.current = { turn, ms: shownForMs }
    if (isPaused) return
    const startedAt = performance.now()
    const timer = setTimeout(() => over(), left.current.ms)
    return () => {
      clearTimeout(timer)
      left.current.ms -= performance.now() - startedAt
    }
  }, [isPaused, turn])
}
