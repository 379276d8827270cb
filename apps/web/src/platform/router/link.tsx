import type { ComponentProps } from 'react'
import type { HistoryState } from './location.ts'
import { opensElsewhere } from './opens-elsewhere.ts'
import type { Path } from './router.ts'
import { useDestination, useRouter } from './use-router.ts'

interface Props extends Omit<ComponentProps<'a'>, 'href' | 'onClick'> {
  to: Path
  /** The rest of the address. With it, the link is to the present page only if that has the same. */
  search?: Record<string, string | undefined>
  /** The id of the part of the page to scroll to. */
  part?: string | undefined
  state?: HistoryState
  /** Called when a person follows the link on this page. */
  onFollow?: () => void
}

/** A path of this app with its search and fragment. */
export function addressOf({ to, search = {}, part }: Pick<Props, 'to' | 'search' | 'part'>): string {
  const given = Object.entries(search).filter((each): each is [string, string] => each[1] !== undefined)
  const query = given.length > 0 ? `?${new URLSearchParams(given)}` : ''
  return to + query + (part ? `#${part}` : '')
}

/** Leads to another page without loading the app again. The link to the present page says so. */
export function Link({ to, search, part, state, onFollow, ...rest }: Props) {
  const { navigate } = useRouter()
  const destination = useDestination()
  const href = addressOf({ to, ...(search && { search }), part })
  const isPresent = search ? href === destination.pathname + destination.search : to === destination.pathname
  return (
    <a
      aria-current={isPresent ? 'page' : undefined}
      {...rest}
      href={href}
      onClick={event => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        onFollow?.()
        void navigate({ to: href, ...(state && { state }) })
      }}
    />
  )
}
