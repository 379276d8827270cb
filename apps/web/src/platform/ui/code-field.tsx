import { codeLength, digitsOf, findCode } from '@latchkey/contracts/auth/codes'
import { type ClipboardEvent, type PointerEvent, useEffect, useId, useRef, useState } from 'react'
import { CodeCells } from './code-cells.tsx'
import { inputId } from './text-field.tsx'
import { useSmoothHeight } from './use-smooth-height.ts'

interface Props {
  label: string
  name: string
  error: string | undefined
  /** While a code is being checked it stays as it is: the answer is about that one. */
  busy: boolean
  /** The id of what explains the code. Screen readers say it with the field, which gets the focus before they read the page. */
  describedBy: string
}

/**
 * A six-digit code, shown as six cells. Above them lies one real input that does not show: programs fill it in, people paste into it,
 * and screen readers know one field. It has the focus from the start, and sends its form once the code is complete.
 */
export function CodeField({ label, name, error, busy, describedBy }: Props) {
  const errorId = useId()
  const below = useSmoothHeight<HTMLDivElement>()
  const input = useRef<HTMLInputElement>(null)
  const [{ code, isComplete }, setEntry] = useState({ code: '', isComplete: false })
  const [selection, setSelection] = useState<readonly [number, number]>()

  useEffect(() => input.current?.focus(), [])
  useEffect(() => {
    // A refused code is the same text, so it is not sent again before the text changes.
    if (code && isComplete) input.current?.form?.requestSubmit()
  }, [code, isComplete])
  useEffect(() => {
    // The next digit replaces the refused code.
    if (error === undefined) return
    input.current?.select()
    setSelection([0, codeLength])
  }, [error])

  const take = ({ value, selectionStart }: HTMLInputElement) =>
    setEntry(readEntry(value, selectionStart ?? value.length))
  const followSelection = ({ currentTarget: { selectionStart, selectionEnd } }: { currentTarget: HTMLInputElement }) =>
    setSelection([selectionStart ?? 0, selectionEnd ?? 0])
  return (
    <div className="mb-5">
      <label htmlFor={inputId(name)} className="mb-1.5 block text-small font-medium">
        {label}
      </label>
      {/* Digits run from left to right in every language. */}
      <div dir="ltr" className="relative">
        <input
          ref={input}
          id={inputId(name)}
          name={name}
          data-start=""
          value={code}
          readOnly={busy}
          inputMode="numeric"
          autoComplete="one-time-code"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? describedBy : errorId}
          onChange={({ target, nativeEvent }) =>
            // A keyboard that composes a digit of several keys must not be interrupted.
            (nativeEvent as InputEvent).isComposing ? setEntry({ code: target.value, isComplete: false }) : take(target)
          }
          onCompositionEnd={({ currentTarget }) => take(currentTarget)}
          onPaste={replaceByCode}
          onPointerUp={selectCell}
          onSelect={followSelection}
          onFocus={followSelection}
          onBlur={() => setSelection(undefined)}
          className="absolute inset-0 z-1 h-full w-full cursor-text text-title opacity-0"
        />
        <CodeCells code={code} selection={selection} isWrong={error !== undefined} />
      </div>
      <div ref={below}>
        <p id={errorId} aria-live="polite" className="text-small text-loss">
          {error && <span className="block pt-1.5">{error}</span>}
        </p>
      </div>
    </div>
  )
}

/** The code in the text of the input. A digit that was typed into a full field, before `caret`, replaces the one after it. */
function readEntry(text: string, caret: number) {
  const found = findCode(text)
  const all = digitsOf(text)
  const at = digitsOf(text.slice(0, caret)).length
  const digits = all.length === codeLength + 1 ? all.slice(0, at) + all.slice(at + 1) : all
  // Of a longer text without a code, the person sees the beginning and decides.
  const isComplete = found !== text || digits.length === codeLength
  return { code: digitsOf(found === text ? digits : found).slice(0, codeLength), isComplete }
}

/** Lets a pasted code replace what is there, and not join it. */
function replaceByCode({ clipboardData, currentTarget }: ClipboardEvent<HTMLInputElement>) {
  if (digitsOf(findCode(clipboardData.getData('text'))).length === codeLength) currentTarget.select()
}

/** Selects the digit in the cell that was clicked. The browser sees narrow text, not cells. */
function selectCell({ pointerType, clientX, currentTarget }: PointerEvent<HTMLInputElement>) {
  if (pointerType !== 'mouse' || currentTarget.selectionStart !== currentTarget.selectionEnd) return
  const { left, width } = currentTarget.getBoundingClientRect()
  const cell = Math.min(Math.floor(((clientX - left) / width) * codeLength), currentTarget.value.length)
  currentTarget.setSelectionRange(cell, cell + 1)
}
