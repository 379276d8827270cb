import { createContext, type ReactNode, use } from 'react'
import type { IconName } from './icons/shapes.ts'

/** News about an action. */
export interface Toast {
  text: ReactNode
  icon?: IconName
  /** Takes the action back. Resolves to what was done. If it fails, the toast says why and keeps its button. */
  undo?: () => Promise<ReactNode>
  /** Called when the toast goes, also after an undo. */
  onGone?: () => void
}

/** Provided by `Toasts`. */
export const ToastContext = createContext<((toast: Toast) => () => void) | undefined>(undefined)

/**
 * Returns a function that shows news at the foot of the window for eight seconds. It returns a function that takes the news away.
 * @throws {Error} outside of `Toasts`
 */
export function useToast(): (toast: Toast) => () => void {
  const show = use(ToastContext)
  if (!show) throw new Error('useToast needs Toasts around it')
  return show
}
