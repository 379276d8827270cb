import { useLayoutEffect, useRef } from 'react'

const move: KeyframeAnimationOptions = { duration: 140, easing: 'cubic-bezier(0.2, 0, 0, 1)' }

/** Lets an element grow and shrink smoothly when its content changes, so that what is below it does not jump. */
export function useSmoothHeight<T extends HTMLElement>() {
  const ref = useRef<T>(null)
  const height = useRef<number>(undefined)
  const moving = useRef<Animation>(undefined)
  useLayoutEffect(() => {
    const element = ref.current
    const isMoving = moving.current?.playState === 'running'
    // The page may render again while the element moves. Then it goes on from where it is, and its own height is measured without the move.
    const before = isMoving ? element?.offsetHeight : height.current
    if (isMoving) moving.current?.cancel()
    const now = element?.offsetHeight
    height.current = now
    if (before === undefined || before === now || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    moving.current = element?.animate({ height: [`${before}px`, `${now}px`], overflow: ['clip', 'clip'] }, move)
  })
  return ref
}
