import { pages } from '@latchkey/contracts/pages'
import { QueryClient } from '@tanstack/react-query'
import { act, render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Link } from './link.tsx'
import { createRouter, Redirect, type Route } from './router.ts'
import { RouterView } from './router-view.tsx'
import { Navigate, RouterContext, useLocation, useRouter } from './use-router.ts'

const heading = (text: string) => () => (
  <>
    <h1 tabIndex={-1}>{text}</h1>
    <Link to={pages.devices}>To devices</Link>
  </>
)

/** A router with pages of its own, at `path`. */
function visit(path: string, routes: Route[]) {
  window.history.pushState(null, '', path)
  const router = createRouter({
    routes,
    notFound: { component: heading('Not found') },
    queryClient: new QueryClient(),
    tidy: () => undefined,
  })
  const shown = render(
    <RouterContext value={router}>
      <RouterView
        Pending={({ hasLayout }) => <p>{hasLayout ? 'Waits inside' : 'Waits'}</p>}
        Failed={({ error }) => <h1>{String(error)}</h1>}
      />
    </RouterContext>,
  )
  return { router, person: userEvent.setup(), ...shown }
}

const login: Route = { path: pages.login, component: heading('Sign in') }
const devices: Route = { path: pages.devices, component: heading('Devices') }

function Steps() {
  const { navigate } = useRouter()
  const { email } = useLocation().state as { email?: string }
  return (
    <button type="button" onClick={() => navigate({ to: '/sign-up', state: { email: 'ada@example.com' } as object })}>
      {email ?? 'none'}
    </button>
  )
}

/** The browser's own "back". */
const goBack = () =>
  act(async () => {
    const moved = new Promise(resolve => window.addEventListener('popstate', resolve, { once: true }))
    window.history.back()
    await moved
  })

afterEach(() => void vi.restoreAllMocks())

describe('the router', () => {
  it('shows the page of the address, and one for unknown addresses', () => {
    visit('/login', [login, devices]).unmount()
    visit('/nowhere', [login, devices])
    expect(screen.getByRole('heading').textContent).toBe('Not found')
  })

  it('opens a page by its link, and the page before by the button of the browser', async () => {
    const { person } = visit('/login', [login, devices])
    await person.click(screen.getByRole('link'))
    expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy()
    expect(screen.getByRole('link').getAttribute('aria-current')).toBe('page')
    await goBack()
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
  })

  it('leaves a link to the browser if a key says so', async () => {
    const { person } = visit('/login', [login, devices])
    screen.getByRole('link').addEventListener('click', event => event.preventDefault())
    await person.keyboard('{Control>}')
    await person.click(screen.getByRole('link'))
    expect(window.location.pathname).toBe('/login')
  })

  it('keeps the page until the next one has loaded', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { person } = visit('/login', [login, { ...devices, loader: () => promise }])
    await person.click(screen.getByRole('link'))
    expect(window.location.pathname).toBe('/devices')
    expect(screen.getByRole('heading').textContent).toBe('Sign in')
    expect(screen.getByRole('link').getAttribute('aria-current')).toBe('page')
    resolve()
    expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy()
  })

  it('shows a placeholder after 300 ms, for 300 ms at least', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { person } = visit('/login', [login, { ...devices, loader: () => promise }])
    await person.click(screen.getByRole('link'))
    expect(await screen.findByText('Waits')).toBeTruthy()
    const since = Date.now()
    resolve()
    await screen.findByRole('heading', { name: 'Devices' })
    expect(Date.now() - since).toBeGreaterThan(200)
  })

  it('shows the page that was asked for last, however long others take', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { router } = visit('/login', [login, { ...devices, loader: () => promise }])
    const first = router.navigate({ to: '/devices' })
    await act(() => router.navigate({ to: '/login' }))
    resolve()
    await act(() => first)
    expect(screen.getByRole('heading').textContent).toBe('Sign in')
  })

  it('follows the redirect of a guard, and shows nothing of the page', async () => {
    const loader = vi.fn(async () => undefined)
    const layout = {
      component: () => <p>Inside</p>,
      guard: async (href: string) => {
        throw new Redirect({ to: `/login?return=${href}`, replace: true })
      },
    }
    visit('/devices', [login, { ...devices, loader, layout }])
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy()
    expect(window.location.search).toBe('?return=/devices')
    expect(loader).not.toHaveBeenCalled()
    // The first page keeps the browser's start.
    expect(document.activeElement).toBe(document.body)
  })

  it('keeps the layout while the guard of the next page waits', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    let wait: Promise<void> = Promise.resolve()
    const layout = {
      component: ({ children }: { children: ReactNode }) => <div data-testid="layout">{children}</div>,
      guard: () => wait,
    }
    const { person } = visit('/settings', [
      { path: pages.settings, component: heading('Settings'), layout },
      { ...devices, layout },
    ])
    const shown = await screen.findByTestId('layout')
    wait = promise
    await person.click(screen.getByRole('link'))
    expect(await screen.findByText('Waits inside')).toBeTruthy()
    expect(shown.isConnected).toBe(true)
    resolve()
    await screen.findByRole('heading', { name: 'Devices' })
    expect(shown.isConnected).toBe(true)
  })

  it('keeps the start of the browser if the session redirects the first visit', async () => {
    const layout = { component: () => <p>Inside</p>, guard: () => new Promise<void>(() => {}) }
    const { router } = visit('/devices', [login, { ...devices, layout }])
    await act(() => router.navigate({ to: '/login', replace: true }))
    expect(screen.getByRole('heading').textContent).toBe('Sign in')
    expect(document.activeElement).toBe(document.body)
  })

  it('shows what failed in place of a page, and the page when it is loaded again', async () => {
    let isBroken = true
    const loader = async () => {
      if (isBroken) throw new Error('Broken')
    }
    const { router } = visit('/devices', [{ ...devices, loader }])
    expect(await screen.findByRole('heading', { name: 'Error: Broken' })).toBeTruthy()
    isBroken = false
    await act(() => router.reload())
    expect(screen.getByRole('heading').textContent).toBe('Devices')
  })

  it('shows what failed in place of a page that cannot be rendered', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    let isBroken = true
    const component = () => {
      if (isBroken) throw new Error('Broken')
      return <h1>Devices</h1>
    }
    const { router } = visit('/devices', [{ ...devices, component }])
    expect(await screen.findByRole('heading', { name: 'Error: Broken' })).toBeTruthy()
    isBroken = false
    await act(() => router.reload())
    expect(screen.getByRole('heading').textContent).toBe('Devices')
  })

  it('opens another page instead of one that says so', async () => {
    visit('/login', [{ ...login, component: () => <Navigate to="/devices" replace /> }, devices])
    expect(await screen.findByRole('heading', { name: 'Devices' })).toBeTruthy()
  })

  it('keeps the page when only its state changes, and makes one entry of the same place', async () => {
    const { person } = visit('/sign-up', [{ path: pages.signUp, component: Steps }])
    const entries = window.history.length
    const button = screen.getByRole('button')
    await person.click(button)
    await waitFor(() => expect(button.textContent).toBe('ada@example.com'))
    await person.click(button)
    expect(button.isConnected).toBe(true)
    expect(window.history.length).toBe(entries + 1)
  })

  it('starts a new page at the top, and returns to where the person was', async () => {
    const scrollTo = vi.spyOn(window, 'scrollTo')
    const { person } = visit('/login', [login, devices])
    vi.stubGlobal('scrollY', 700)
    await person.click(screen.getByRole('link'))
    await screen.findByRole('heading', { name: 'Devices' })
    expect(scrollTo).toHaveBeenLastCalledWith(0, 0)
    vi.stubGlobal('scrollY', 0)
    await goBack()
    await screen.findByRole('heading', { name: 'Sign in' })
    expect(scrollTo).toHaveBeenLastCalledWith(0, 700)
  })

  it('scrolls to the part that the address names, and moves the focus there, each time its link is pressed', async () => {
    const scrollTo = vi.spyOn(window, 'scrollTo')
    const component = () => (
      <>
        <h1 tabIndex={-1}>Settings</h1>
        <Link to={pages.settings} part="password">
          To password
        </Link>
        <section id="password">
          <h2>Password</h2>
        </section>
      </>
    )
    const { person } = visit('/settings#password', [{ path: pages.settings, component }])
    const part = screen.getByRole('heading', { name: 'Password' })
    expect(document.activeElement).toBe(part)
    for (const press of ['first', 'second']) {
      scrollTo.mockClear()
      await person.click(screen.getByRole('link'))
      expect(document.activeElement, press).toBe(part)
      expect(scrollTo).toHaveBeenCalledOnce()
    }
  })

  it('keeps the position of the page that is shown, not of one that never opened', async () => {
    const scrollTo = vi.spyOn(window, 'scrollTo')
    const never = new Promise(() => {})
    const { router, person } = visit('/login', [login, { ...devices, loader: () => never }])
    vi.stubGlobal('scrollY', 700)
    await person.click(screen.getByRole('link'))
    await screen.findByText('Waits')
    vi.stubGlobal('scrollY', 0)
    await act(() => router.navigate({ to: '/nowhere' }))
    vi.stubGlobal('scrollY', 50)
    await goBack()
    await screen.findByText('Waits')
    await goBack()
    await screen.findByRole('heading', { name: 'Sign in' })
    expect(scrollTo).toHaveBeenLastCalledWith(0, 700)
  })

  it('opens an address that starts with two slashes', () => {
    window.history.pushState(null, '', `${window.location.origin}//login/`)
    const tidy = ({ pathname }: { pathname: string }) => (pathname.endsWith('/') ? pathname.slice(0, -1) : undefined)
    const queryClient = new QueryClient()
    const router = createRouter({ routes: [login], notFound: { component: heading('Not found') }, queryClient, tidy })
    expect(router.getLatest().pathname).toBe('/login')
  })

  it('returns to where the person was when the page is loaded again', () => {
    const first = visit('/login', [login])
    vi.stubGlobal('scrollY', 300)
    window.dispatchEvent(new Event('pagehide'))
    first.unmount()
    expect(window.history.state.scroll).toBe(300)
  })
})
