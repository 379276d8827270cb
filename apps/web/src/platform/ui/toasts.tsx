import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useOutage } from '../outage.ts'
import { useWords } from '../words/use-words.ts'
import { ToastCard } from './toast.tsx'
import { type Toast, ToastContext } from './use-toast.ts'

/** Of those that only tell. One that can still be taken back keeps its place until its time is over. */
const mostTelling = 3

/** Live regions that wait for news. Two, because one tick may bring two. */
const spareCards = 2

/**
 * The foot of the window, where news about actions shows. It takes no focus and moves nothing. F6 leads the keyboard there and
 * back. Time stands still while the pointer is on it, or the keyboard.
 */
export function Toasts({ children }: { children: ReactNode }) {
  const { shell: words } = useWords()
  // The last ones have no toast yet.
  const [cards, setCards] = useState<{ id: number; toast?: Toast }[]>(() =>
    Array.from({ length: spareCards }, (_, id) => ({ id })),
  )
  const nextId = useRef(0)
  const whenGone = useRef(new Map<number, () => void>())
  const [isHovered, setHovered] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const region = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element>(null)
  const outage = useOutage()
  const show = useCallback((toast: Toast) => {
    const id = nextId.current++
    if (toast.onGone) whenGone.current.set(id, toast.onGone)
    setCards(cards => [...cards.map(card => (card.id === id ? { id, toast } : card)), { id: id + spareCards }])
    return () => latestRemove.current(id)
  }, [])

  const hasFocus = () => region.current?.contains(document.activeElement) ?? false
  function goBack() {
    const before = cameFrom.current
    const target = before instanceof HTMLElement && before.isConnected ? before : document.querySelector('h1')
    target?.focus()
  }
  function remove(id: number) {
    if (hasFocus()) goBack()
    setHovered(false)
    setCards(cards => cards.filter(card => card.id !== id))
    const gone = whenGone.current.get(id)
    whenGone.current.delete(id)
    gone?.()
  }
  const latestRemove = useRef(remove)
  const removeSurplus = useEffectEvent(remove)
  useEffect(() => {
    latestRemove.current = remove
  })
  const surplusId = cards.filter(({ toast }) => toast && !toast.undo && !toast.onGone).at(-mostTelling - 1)?.id
  useEffect(() => {
    if (surplusId !== undefined) removeSurplus(surplusId)
  }, [surplusId])
  const turnKey = useEffectEvent(() => {
    const newest = [...(region.current?.children ?? [])].at(-spareCards - 1)
    if (hasFocus()) goBack()
    else newest?.querySelector('button')?.focus()
  })
  const isShown = cards.length > spareCards
  useEffect(() => {
    if (!isShown) return
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      turnKey()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [isShown])

  return (
    <ToastContext value={show}>
      {children}
      <section
        ref={region}
        aria-label={words.news}
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        onFocus={({ target, relatedTarget, currentTarget }) => {
          if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget
          // A click focuses too, and then the pointer decides.
          setFocused(target.matches(':focus-visible'))
        }}
        onBlur={({ relatedTarget, currentTarget }) => isFocused && setFocused(currentTarget.contains(relatedTarget))}
        className={`pointer-events-none fixed inset-x-4 z-20 flex flex-col items-center gap-2 ${outage ? 'bottom-32' : 'bottom-4 sm:bottom-6'}`}
      >
        {cards.map(({ id, toast }) => (
          <ToastCard
            key={id}
            toast={toast}
            isPaused={isHovered || isFocused}
            onUndone={() => hasFocus() && goBack()}
            onGone={() => remove(id)}
          />
        ))}
      </section>
    </ToastContext>
  )
}
