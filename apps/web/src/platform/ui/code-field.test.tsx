import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { CodeField } from './code-field.tsx'

/** Refuses each code that is sent, until it changes. */
function Page({ sent, busy = false }: { sent: string[]; busy?: boolean }) {
  const [isRefused, setRefused] = useState(false)
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        sent.push(String(new FormData(event.currentTarget).get('code')))
        setRefused(true)
      }}
      onInput={() => setRefused(false)}
    >
      <CodeField label="Code" name="code" error={isRefused ? 'Wrong code.' : undefined} busy={busy} describedBy="" />
    </form>
  )
}

function show() {
  const sent: string[] = []
  render(<Page sent={sent} />)
  return { sent, person: userEvent.setup(), field: screen.getByLabelText<HTMLInputElement>('Code') }
}

describe('the field for a code', () => {
  it('has the focus, and sends itself with the last digit', async () => {
    const { sent, person, field } = show()
    expect(document.activeElement).toBe(field)
    await person.keyboard('07158')
    expect(sent).toEqual([])
    await person.keyboard('4')
    expect(sent).toEqual(['071584'])
  })

  it('does not send a refused code again, and lets the next digit replace it', async () => {
    const { sent, person, field } = show()
    await person.keyboard('071584')
    expect([field.selectionStart, field.selectionEnd]).toEqual([0, 6])
    await person.keyboard('1')
    expect(field.value).toBe('1')
    await person.keyboard('23456')
    expect(sent).toEqual(['071584', '123456'])
  })

  it('shows every cell of a refused code in red, with the ring on the next digit alone', async () => {
    const { person, field } = show()
    const cells = () => [...(field.nextElementSibling?.children ?? [])]
    await person.keyboard('071584')
    expect(cells().every(cell => cell.classList.contains('border-loss'))).toBe(true)
    expect(cells().map(cell => cell.classList.contains('outline-accent'))).toEqual([true, ...Array(5).fill(false)])
    await person.keyboard('1')
    expect(cells().some(cell => cell.classList.contains('border-loss'))).toBe(false)
  })

  it('keeps the code while it is being checked: the answer is about that one', async () => {
    const sent: string[] = []
    const { rerender } = render(<Page sent={sent} />)
    const person = userEvent.setup()
    await person.keyboard('07158')
    rerender(<Page sent={sent} busy />)
    await person.keyboard('{Backspace}9')
    expect(screen.getByLabelText<HTMLInputElement>('Code').value).toBe('07158')
  })

  it.each(['Your code: 071 584', ' ０７１５８４ ', '071-584', '٠٧١٥٨٤'])('reads %j from the clipboard', async text => {
    const { sent, person } = show()
    await person.keyboard('99')
    await person.paste(text)
    expect(sent).toEqual(['071584'])
  })

  it('takes what a program fills in', () => {
    const { sent, field } = show()
    fireEvent.change(field, { target: { value: '071 584' } })
    expect(sent).toEqual(['071584'])
  })

  it('takes only digits, and joins parts that are pasted one after the other', async () => {
    const { sent, person, field } = show()
    await person.keyboard('a0b')
    await person.paste('71')
    expect(field.value).toBe('071')
    await person.paste('584')
    expect(sent).toEqual(['071584'])
  })

  it('shows the beginning of a longer number, but does not send it', async () => {
    const { sent, person, field } = show()
    await person.paste('07158412')
    expect([field.value, sent]).toEqual(['071584', []])
  })

  it('lets a digit replace the one after it', async () => {
    const { person, field } = show()
    await person.keyboard('071584')
    field.setSelectionRange(2, 2)
    await person.keyboard('9')
    expect(field.value).toBe('079584')
  })
})
