import { listSessions, revokeSession } from '@latchkey/contracts/auth/devices'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import type { Refusal } from './browser.ts'
import type { Page } from './page.ts'
import type { Site } from './site.ts'

export interface Journey {
  readonly name: string
  /** What the browser refuses in it. */
  readonly refusal?: Refusal
  run(page: Page, site: Site): Promise<void>
}

const newPerson = () => ({
  email: `ada.${crypto.randomUUID().slice(0, 8)}@example.com`,
  password: 'seven lanterns under a bridge',
})
type Person = ReturnType<typeof newPerson>

/** Creates an account with the code from the mail, which also signs in. */
async function signUp(page: Page, site: Site): Promise<Person> {
  const person = newPerson()
  await page.open(`${site.url}/sign-up`)
  await page.fill('Email address', person.email)
  await page.fill('Password', person.password)
  await page.press('Create account')
  await page.heading('Check your email')
  await page.fill('Code from the email', await site.codeFor(person.email))
  return person
}

async function signInByForm(page: Page, { email, password }: Person): Promise<void> {
  await page.fill('Email address', email)
  // A browser without passkeys asks for both at once, and none asks for the address again after a wrong password.
  if (await page.offers('Continue')) await page.press('Continue')
  await page.fill('Password', password)
  await page.press('Sign in')
}

/** Signs an API client in, whose address the list of devices shows too. */
async function signInAsClient(site: Site, person: Person): Promise<{ authorization: string }> {
  const response = await site.call(signIn.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  })
  const { data } = (await response.json()) as { data: { token: string } }
  return { authorization: `Bearer ${data.token}` }
}

/** Ends the sessions of all browsers of this person, as another device would. */
async function revokeBrowsers(site: Site, headers: { authorization: string }): Promise<void> {
  const answer = (await (await site.call(listSessions.path, { headers })).json()) as { data: unknown }
  const sessions = listSessions.responses[200].parse(answer.data)
  for (const { id, delivery } of sessions)
    if (delivery === 'cookie') await site.call(revokeSession.path.replace(':id', id), { method: 'POST', headers })
}

const home = 'Your account'

/** What must work everywhere. */
async function comeAndGo(page: Page, site: Site): Promise<void> {
  const person = await signUp(page, site)
  await page.heading(home)
  await page.press(/^Account menu/)
  await page.press('Sign out')
  await page.shows('You are signed out.')
  await signInByForm(page, { ...person, password: 'not the right password' })
  await page.shows("That email and password don't match.")
  await signInByForm(page, person)
  await page.heading(home)
  // A reload, so the browser has really kept the cookie.
  await page.open(`${site.url}/devices`)
  await page.heading('Devices')

  const client = await signInAsClient(site, person)
  await page.shows('API client')
  // Without a dialog: for eight seconds it can be undone.
  await page.press(/^Sign out API client/)
  await page.shows('is signed out.')

  await page.open(`${site.url}/settings`)
  await page.fill('Name', 'Ada Lovelace')
  await page.press('Save name')
  await page.shows('Your name is saved.')
  await revokeBrowsers(site, await signInAsClient(site, person))
  await page.heading('Sign in')
  await page.shows('You were signed out because you ended this session in your list of devices.')
  if ((await site.call(listSessions.path, { headers: client })).status !== 401)
    throw new Error('The API client is still signed in.')
}

export const journeys: readonly Journey[] = [
  { name: 'signs up, in and out, and revokes', run: comeAndGo },
  { name: 'does the same without storage', refusal: 'storage', run: comeAndGo },
  { name: 'does the same without BroadcastChannel', refusal: 'BroadcastChannel', run: comeAndGo },
  {
    name: 'says why it cannot sign in without cookies',
    refusal: 'cookies',
    async run(page, site) {
      for (const path of ['/login', '/sign-up', '/forgot', '/devices']) {
        await page.open(site.url + path)
        await page.shows('Your browser blocks cookies for this site.')
      }
      await page.open(`${site.url}/login`)
      await signInByForm(page, newPerson())
      await page.shows("That email and password don't match.")
    },
  },
]
