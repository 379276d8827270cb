import { useEffectEvent, useLayoutEffect, useRef } from 'react'

/** Moves the focus to where a page starts: a field with `data-start`, or the heading. */
export function focusStart(options?: FocusOptions): void {
  const start = document.querySelector<HTMLElement>('[data-start]') ?? document.querySelector('h1')
  start?.focus(options)
}

/** The `ref` of a button that goes with what it does, and its focus with it: the page starts again. */
export const focusStartAfter = (button: HTMLElement | null) => () => {
  if (document.activeElement === button) focusStart()
}

/** Moves the focus to the heading of a part of the page, or to the part itself. */
export function focusPart(part: HTMLElement, options?: FocusOptions): void {
  const start = part.querySelector<HTMLElement>('h1, h2, h3') ?? part
  start.tabIndex = -1
  start.focus(options)
}

/**
 * Moves the focus to the start of the next step that a page shows at the same address, or does what `begin` says. Before the paint,
 * so that a phone keeps its keyboard.
 */
export function useHeadingFocus(step: unknown, begin: () => void = focusStart): void {
  const shown = useRef(step)
  const onStep = useEffectEvent(begin)
  useLayoutEffect(() => {
    if (Object.is(shown.current, step)) return
    shown.current = step
    onStep()
  }, [step])
}
