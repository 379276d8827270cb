import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import { failure } from './failure.tsx'
import { Icon } from './icons/icon.tsx'
import type { Toast } from './use-toast.ts'

const shownForMs = 8_000

interface Props {
  /** Undefined while the card waits, unseen, for news. */
  toast: Toast | undefined
  /** If true, the time stands still. */
  isPaused: boolean
  onUndone: () => void
  onGone: () => void
}

/**
 * News about an action. It goes by itself or by its button. Only its sentence is a live region, which is there before the sentence:
 * screen readers announce what changes in a region, and may miss a region that comes with its text.
 */
export function ToastCard({ toast, isPaused, onUndone, onGone }: Props) {
  const { shell: words } = useWords()
  const textId = useId()
  // What the last attempt to undo said.
  const [result, setResult] = useState<Pick<Toast, 'text' | 'undo'>>()
  const [busy, setBusy] = useState(false)
  // Each attempt to undo says something new, which gets its own time.
  const [attempts, setAttempts] = useState(0)
  useTimeLeft(!toast || isPaused || busy, attempts, onGone)
  const { text, undo } = result ?? toast ?? {}

  async function run(take: NonNullable<Toast['undo']>) {
    setBusy(true)
    try {
      setResult({ text: await take() })
      onUndone()
    } catch (error) {
      setResult({ text: failure(error), undo: take })
    } finally {
      setAttempts(attempts + 1)
      setBusy(false)
    }
  }
  return (
    <div className={`transition-[opacity,translate] ${toast ? card : waiting}`}>
      {toast?.icon && <Icon name={toast.icon} className="me-3 text-soft" />}
      <p role="status" className="min-w-0 grow basis-32 py-2.5 pe-2">
        {text && <span id={textId}>{text}</span>}
        {undo && <span className="sr-only"> {words.undoKey}</span>}
      </p>
      {undo && (
        <button
          type="button"
          aria-describedby={textId}
          aria-disabled={busy}
          onClick={() => busy || run(undo)}
          className={`${bareButton} font-semibold text-accent`}
        >
          {/* Both, so that the button keeps its width. */}
          <span aria-hidden={busy} className={`${oneCell} ${busy ? 'invisible' : ''}`}>
            {words.undo}
          </span>
          <span aria-hidden={!busy} className={`${oneCell} ${busy ? '' : 'invisible'}`}>
            {words.undoing}
          </span>
        </button>
      )}
      {toast && (
        <button
          type="button"
          aria-describedby={textId}
          aria-disabled={busy}
          onClick={() => busy || onGone()}
          className={`${bareButton} text-soft hover:text-ink`}
        >
          <Icon name="close" />
          <span className="sr-only">{words.closeNews}</span>
        </button>
      )}
    </div>
  )
}

const bareButton =
  'grid min-h-11 min-w-11 shrink-0 place-items-center rounded-md px-3 transition-colors aria-disabled:opacity-70'
const oneCell = 'col-start-1 row-start-1'
const card =
  'pointer-events-auto flex w-full flex-wrap items-center justify-end rounded-md bg-raised py-1 ps-4 pe-1 text-small shadow-lift sm:flex-nowrap sm:w-auto sm:max-w-[36rem] forced-colors:border'
/** Not `hidden`: what is not rendered is no live region. */
const waiting = 'sr-only translate-y-2 opacity-0'

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
