import { shell } from '@latchkey/contracts/words/en/shell'
import { QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { description, inEnglish } from '../../../testing/visit.tsx'
import { createQueryClient } from '../query-client.ts'
import { CatalogueContext } from '../words/use-words.ts'
import { Toasts } from './toasts.tsx'
import { type Toast, useToast } from './use-toast.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function Page({ toasts }: { toasts: Toast[] }) {
  const show = useToast()
  return (
    <button type="button" onClick={() => toasts.forEach(show)}>
      Act
    </button>
  )
}

/** Shows `toasts` after a press of the button "Act", which has the focus. */
function showAfterPress(...toasts: Toast[]) {
  const catalogue = inEnglish()
  const spoken = { ...catalogue.getSpoken(), words: { ...catalogue.getSpoken().words, shell } }
  render(
    <QueryClientProvider client={createQueryClient({ onError: () => {}, onSuccess: () => {} })}>
      <CatalogueContext value={{ ...catalogue, getSpoken: () => spoken }}>
        <Toasts>
          <Page toasts={toasts} />
        </Toasts>
      </CatalogueContext>
    </QueryClientProvider>,
  )
  const opener = screen.getByRole('button', { name: 'Act' })
  opener.focus()
  fireEvent.click(opener)
  return opener
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const news = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join('')

describe('a toast', () => {
  it('is announced, takes no focus, and goes after eight seconds', async () => {
    const opener = showAfterPress({ text: 'Firefox on Linux is signed out.' })
    expect(news()).toContain('Firefox on Linux is signed out.')
    expect(document.activeElement).toBe(opener)
    await pass(7_900)
    expect(news()).toContain('signed out')
    await pass(200)
    expect(news()).toBe('')
  })

  it('is a live region that was there before its sentence, with no button in it', () => {
    const opener = showAfterPress({ text: 'Signed out.', undo: async () => 'Signed in again.' })
    const waiting = screen.getAllByRole('status').at(-2)
    expect(waiting?.textContent).toBe('')
    fireEvent.click(opener)
    expect(waiting?.textContent).toContain('Signed out.')
    for (const button of screen.getAllByRole('button')) expect(button.closest('[role=status]')).toBeNull()
  })

  it('is announced beside another one of the same moment', () => {
    const opener = showAfterPress({ text: 'Signed out.' }, { text: 'Saved.' })
    const waiting = screen.getAllByRole('status').slice(-2)
    fireEvent.click(opener)
    expect(waiting.map(({ textContent }) => textContent)).toEqual(['Signed out.', 'Saved.'])
  })

  it('stays while the pointer is on it', async () => {
    showAfterPress({ text: 'Saved.' })
    fireEvent.pointerEnter(screen.getByRole('region', { name: 'What just happened' }))
    await pass(60_000)
    expect(news()).toContain('Saved.')
    fireEvent.pointerLeave(screen.getByRole('region', { name: 'What just happened' }))
    await pass(8_100)
    expect(news()).toBe('')
  })

  it('is reached by F6, stays meanwhile, and gives the focus back', async () => {
    const opener = showAfterPress({ text: 'Signed out.', undo: async () => 'Signed in again.' })
    fireEvent.keyDown(opener, { key: 'F6' })
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Undo' }))
    await pass(60_000)
    expect(news()).toContain('Signed out.')
    fireEvent.keyDown(opener, { key: 'F6' })
    expect(document.activeElement).toBe(opener)
  })

  it('is never pushed out by later news while it can be taken back', async () => {
    const onGone = vi.fn()
    const opener = showAfterPress({ text: 'Signing out.', undo: async () => 'Kept.', onGone })
    for (let more = 0; more < 3; more++) fireEvent.click(opener)
    await pass(0)
    expect(screen.getAllByRole('button', { name: 'Undo' })).toHaveLength(4)
    expect(onGone).not.toHaveBeenCalled()
  })

  it('makes room for later news if it only tells', async () => {
    const opener = showAfterPress({ text: 'Saved.' })
    for (let more = 0; more < 4; more++) fireEvent.click(opener)
    await pass(0)
    expect(screen.getAllByText('Saved.')).toHaveLength(3)
  })

  it('says what undoing did, and gives the focus back', async () => {
    const opener = showAfterPress({ text: 'Signed out.', undo: async () => 'Signed in again.' })
    const undo = screen.getByRole('button', { name: 'Undo' })
    expect(description(undo)).toBe('Signed out.')
    undo.focus()
    fireEvent.click(undo)
    await pass(0)
    expect(news()).toContain('Signed in again.')
    expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull()
    expect(document.activeElement).toBe(opener)
  })

  it('says why undoing failed, and offers it again', async () => {
    showAfterPress({ text: 'Signed out.', undo: () => Promise.reject(new Error('broken')) })
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await pass(0)
    expect(news()).toContain('Something went wrong on this page')
    expect(screen.getByRole('button', { name: 'Undo' })).toBeTruthy()
  })
})
