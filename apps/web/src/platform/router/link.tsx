import type { ComponentProps, MouseEvent } from 'react'
import type { HistoryState } from './location.ts'
import type { Path } from './router.ts'
import { useDestination, useRouter } from './use-router.ts'

interface Props extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  to: Path
  state?: HistoryState
}

/** Leads to another page without loading the app again. The link to the present page says so. */
export function Link({ to, state, ...rest }: Props) {
  const { navigate } = useRouter()
  const { pathname } = useDestination()
  return (
    <a
      {...rest}
      href={to}
      aria-current={pathname === to ? 'page' : undefined}
      onClick={event => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        void navigate({ to, ...(state && { state }) })
      }}
    />
  )
}

/** Whether the browser opens the link in a new tab or window, or saves it. */
export const opensElsewhere = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  metaKey || ctrlKey || shiftKey || altKey
