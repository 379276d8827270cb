import { mailWords } from '@latchkey/contracts/words/mails'
import { expect, it } from 'vitest'
import { describeRequest } from './describe-request.ts'

const asked = { at: new Date('2036-03-01T23:30:00Z'), ip: null, userAgent: null }

it.each([
  ['en', null, 'Saturday 1 March 2036 at 23:30 UTC'],
  ['en', 'Mars/Olympus_Mons', 'Saturday 1 March 2036 at 23:30 UTC'],
  ['en', 'Europe/Berlin', 'Sunday 2 March 2036 at 00:30 CET'],
  ['de', 'Europe/Berlin', 'Sonntag, 2. März 2036 um 00:30 MEZ'],
  ['en', 'America/New_York', 'Saturday 1 March 2036 at 18:30 GMT-5'],
  ['en', 'Asia/Kolkata', 'Sunday 2 March 2036 at 05:00 GMT+5:30'],
] as const)('a mail in %s for %s names the local time and its zone', (language, timeZone, written) => {
  const [[, when] = []] = describeRequest(mailWords[language], asked, timeZone)
  expect(when?.replace(/\s/g, ' ').replace('Saturday, ', 'Saturday ').replace('Sunday, ', 'Sunday ')).toBe(written)
})
