import type { ComponentProps, MouseEvent } from 'react'
import type { HistoryState } from './location.ts'
import type { Path } from './router.ts'
import { useDestination, useRouter } from './use-router.ts'

interface Props extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  to: Path
  /** The id of the part of the page to scroll to. */
  part?: string | undefined
  state?: HistoryState
  /** Called when a person follows the link on this page. */
  onFollow?: () => void
}

/** Leads to another page without loading the app again. The link to the present page says so. */
export function Link({ to, part, state, onFollow, ...rest }: Props) {
  const { navigate } = useRouter()
  const { pathname } = useDestination()
  const href = part ? `${to}#${part}` : to
  return (
    <a
      {...rest}
      href={href}
      aria-current={pathname === to ? 'page' : undefined}
      onClick={event => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        onFollow?.()
        void navigate({ to: href, ...(state && { state }) })
      }}
    />
  )
}

/** Whether the browser opens the link in a new tab or window, or saves it. */
export const opensElsewhere = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  metaKey || ctrlKey || shiftKey || altKey
