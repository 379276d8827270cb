import { useLayoutEffect, useRef } from 'react'

const move: KeyframeAnimationOptions = { duration: 140, easing: 'cubic-bezier(0.2, 0, 0, 1)' }

/** Lets an element grow and shrink smoothly when its content changes, so that what is below it does not jump. */
export function useSmoothHeight<T extends HTMLElement>() {
  const ref = useRef<T>(null)
  const height = useRef<number>(undefined)
  useLayoutEffect(() => {
    const element = ref.current
    const before = height.current
    const now = element?.offsetHeight
    height.current = now
    if (before === undefined || before === now || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    element?.animate({ height: [`${before}px`, `${now}px`], overflow: ['clip', 'clip'] }, move)
  })
  return ref
}
