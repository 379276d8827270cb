import { readMailbox } from '@latchkey/contracts/platform/mailbox'
import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedOut()
})

describe('the mailbox', () => {
  it('shows kept mails, with links to this app and to nothing else', async () => {
    api.answer(readMailbox, {
      status: 200,
      data: [
        {
          id: '019ab000-0000-7000-8000-000000000009',
          sentAt: '2026-11-23T14:02:00.000Z',
          to: 'ada@example.com',
          subject: 'Prove your address',
          text: 'Go to http://localhost:4000/verify#token=lk_1\nor http://localhost:4000.evil.example/x.',
          html: '<p>Not shown</p>',
        },
      ],
    })
    visit('/dev/mailbox')
    expect(await screen.findByRole('heading', { name: 'Prove your address' })).toBeTruthy()
    expect(screen.getByText('ada@example.com')).toBeTruthy()
    const links = screen.getAllByRole('link').map(link => link.getAttribute('href'))
    expect(links.filter(href => href?.startsWith('http'))).toEqual(['http://localhost:4000/verify#token=lk_1'])
    expect(screen.queryByText('Not shown')).toBeNull()
  })

  it('does not exist if mails are sent', async () => {
    api.refuse(readMailbox, 'not_found')
    visit('/dev/mailbox')
    await heading('Page not found')
  })
})
