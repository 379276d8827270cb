import {
  Component,
  type ComponentType,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
  useSyncExternalStore,
} from 'react'
import { focusPart, focusStart } from '../ui/use-heading-focus.ts'
import type { View } from './router.ts'
import { useRouter } from './use-router.ts'

interface Replacements {
  /** Shown while a page loads, inside its layout or as a whole page. */
  Pending: ComponentType<{ hasLayout: boolean }>
  /** Shown in place of a page that failed. */
  Failed: ComponentType<{ hasLayout: boolean; error: unknown }>
}

/** Shows the page of the address in its layout. */
export function RouterView(replacements: Replacements) {
  const router = useRouter()
  const view = useSyncExternalStore(router.subscribe, router.getView, router.getView)
  useEffect(() => router.start(), [router])
  useLayoutEffect(() => {
    if (!view || view.status === 'pending') return
    const part = router.restoreScroll(view.location)
    // For screen readers and keyboards.
    if (part) focusPart(part, { preventScroll: true })
    else if (view.isOtherPage) focusStart({ preventScroll: true })
  }, [router, view])
  if (!view) return null

  const { Failed } = replacements
  const { hasLayout } = view
  const Layout = hasLayout ? view.route.layout?.component : undefined
  const page = <Page view={view} {...replacements} />
  return (
    <Boundary view={view} failed={error => <Failed hasLayout={false} error={error} />}>
      {Layout ? <Layout>{page}</Layout> : page}
    </Boundary>
  )
}

function Page({ view, Pending, Failed }: Replacements & { view: View }) {
  const { status, error, hasLayout, route } = view
  if (status === 'pending') return <Pending hasLayout={hasLayout} />
  if (status === 'failed') return <Failed hasLayout={hasLayout} error={error} />
  return (
    <Boundary view={view} failed={error => <Failed hasLayout={hasLayout} error={error} />}>
      <Suspense fallback={<Pending hasLayout={hasLayout} />}>
        <route.component />
      </Suspense>
    </Boundary>
  )
}

interface BoundaryProps {
  view: View
  failed: (error: unknown) => ReactNode
  children: ReactNode
}

interface BoundaryState {
  view: View
  failure: { error: unknown } | undefined
}

/** Replaces what cannot be rendered, until the router shows something again. React knows this only as a class. */
class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { view: this.props.view, failure: undefined }

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } }
  }

  static getDerivedStateFromProps({ view }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return view === state.view ? null : { view, failure: undefined }
  }

  override render() {
    const { failure } = this.state
    return failure ? this.props.failed(failure.error) : this.props.children
  }
}
