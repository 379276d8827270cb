import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { Button } from './button.tsx'

describe('a button', () => {
  it.each([
    ['acts', {}, 1],
    ['does nothing while it is busy', { busy: true }, 0],
    ['does nothing while it is announced as disabled', { 'aria-disabled': true }, 0],
  ])('%s', async (_name, props, times) => {
    const act = vi.fn()
    render(
      <Button onClick={act} {...props}>
        Cancel
      </Button>,
    )
    await userEvent.setup().click(screen.getByRole('button', { name: 'Cancel' }))
    expect(act).toHaveBeenCalledTimes(times)
  })
})
