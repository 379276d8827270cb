import { listActivity } from '@latchkey/contracts/auth/activity'
import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeApi } from '../../../testing/fake-api.ts'
import { heading, visit } from '../../../testing/visit.tsx'

let api: ReturnType<typeof fakeApi>
beforeEach(() => {
  api = fakeApi()
  api.signedIn()
})

const opener = () => screen.findByRole('button', { name: /^Account menu/ })
const signOut = () => screen.queryByRole('button', { name: 'Sign out' })

describe('the account menu', () => {
  it('stays open, with the focus, when a page arrives that was asked for before', async () => {
    const answer = Promise.withResolvers<void>()
    api.on(listActivity, async () => {
      await answer.promise
      return Response.json({ data: { events: [], next: null } })
    })
    const { person, history } = visit('/devices')
    await heading('Devices')
    history.push('/activity')
    await person.click(await opener())
    answer.resolve()
    await heading('Activity')
    expect(signOut()).toBeTruthy()
    expect(document.activeElement).toBe(await opener())
  })

  it('gives the focus to the page that one of its links opens, also to one that has loaded before', async () => {
    const { person } = visit('/devices')
    await heading('Devices')
    for (const name of ['Settings', 'Devices', 'Settings']) {
      await person.click(await opener())
      await person.click(within(screen.getByRole('banner')).getByRole('link', { name }))
      const title = await heading(name)
      expect(document.activeElement).toBe(title)
      expect(signOut()).toBeNull()
    }
  })

  it('closes when the person moves the focus out of it', async () => {
    const { person } = visit('/')
    await heading('Your account')
    await person.click(await opener())
    await person.tab({ shift: true })
    expect(signOut()).toBeNull()
  })
})
