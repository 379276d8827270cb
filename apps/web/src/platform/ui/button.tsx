import type { ComponentProps, ReactNode } from 'react'
import { useIsLive } from './use-is-live.ts'

type Look = 'main' | 'plain' | 'quiet' | 'danger' | 'loss'

const looks: Record<Look, string> = {
  main: 'border-transparent bg-accent justify-items-center px-4 font-semibold text-on-accent hover:bg-accent-strong',
  plain: 'border-edge bg-raised justify-items-center px-4 font-medium hover:border-ink',
  quiet:
    'justify-items-end border-transparent px-3 font-medium underline decoration-edge decoration-1 underline-offset-4 hover:decoration-2',
  danger: 'border-loss bg-raised justify-items-center px-4 font-medium text-loss hover:border-loss-strong',
  loss: 'border-transparent bg-loss justify-items-center px-4 font-semibold text-on-loss hover:bg-loss-strong',
}

interface Props extends Omit<ComponentProps<'button'>, 'aria-disabled'> {
  look?: Look
  /** If true, the button shows `working` and ignores clicks. */
  busy?: boolean
  working?: string
  /** If true, the button looks as if it were busy and ignores clicks. */
  'aria-disabled'?: boolean
}

/** Both texts share one grid cell, so the button keeps the width of the longer one. */
export function Button({ look = 'plain', busy = false, working, className = '', children, onClick, ...rest }: Props) {
  const isLive = useIsLive()
  const isOff = busy || rest['aria-disabled'] === true
  return (
    <button
      type="button"
      {...rest}
      // Before its script is there, the browser itself would send a form, and not to the API.
      disabled={!isLive}
      // Otherwise not `disabled`, because that removes the focus from a button that was just pressed.
      aria-disabled={isOff}
      onClick={event => (isOff ? event.preventDefault() : onClick?.(event))}
      className={`inline-grid min-h-11 select-none items-center rounded-md border text-center text-small transition-colors aria-disabled:opacity-70 ${looks[look]} ${className}`}
    >
      <Text shown={!(busy && working)}>{children}</Text>
      {working && <Text shown={busy}>{working}</Text>}
    </button>
  )
}

const Text = ({ shown, children }: { shown: boolean; children: ReactNode }) => (
  <span aria-hidden={!shown} className={`col-start-1 row-start-1 ${shown ? '' : 'invisible'}`}>
    {children}
  </span>
)
