import { endReasons } from '@latchkey/contracts/auth/sessions'
import { ends as german } from '@latchkey/contracts/words/de/ends'
import { devices } from '@latchkey/contracts/words/en/devices'
import { ends } from '@latchkey/contracts/words/en/ends'
import { session } from '@latchkey/contracts/words/en/session'
import { describe, expect, it } from 'vitest'
import { reasonOf } from '../devices/ended-devices.tsx'
import { signedOutSentence } from './end-reasons.ts'

const words = { session, ends }
const sentence = (reason?: string) =>
  signedOutSentence(words, { code: 'session_ended', ...(reason && { reason }) }, true)

describe('the sentence for the end of a session', () => {
  it.each(endReasons)('exists for %s, and fits two lines of a phone', reason => {
    expect(sentence(reason)).toMatch(/^You were signed out.*\.$/)
    expect(sentence(reason)).not.toBe(sentence('something_new'))
    expect(sentence(reason)?.length).toBeLessThanOrEqual(80)
    expect(german[reason].length).toBeLessThanOrEqual(80)
    expect(reasonOf(devices, reason)).toMatch(/\.$/)
  })

  it.each([undefined, 'something_new', 'constructor', '__proto__'])(
    'is a general one for %s, which it does not know',
    reason => {
      expect(sentence(reason)).toBe('You were signed out because this session has ended.')
      expect(reasonOf(devices, reason ?? null)).toBe('it ended.')
    },
  )

  it('is a general one until the reasons have loaded', () => {
    const end = { code: 'session_ended', reason: 'idle' } as const
    expect(signedOutSentence({ session }, end, true)).toBe('You were signed out because this session has ended.')
  })

  it('is empty for someone who just arrives, and short for someone who wanted a page', () => {
    expect(signedOutSentence(words, undefined, false)).toBeUndefined()
    expect(signedOutSentence(words, { code: 'missing_token' }, false)).toBeUndefined()
    expect(signedOutSentence(words, { code: 'missing_token' }, true)).toBe('Sign in to continue.')
  })

  it('says that the cookie is gone', () => {
    expect(signedOutSentence(words, { code: 'token_lost' }, false)).toBe(
      'You are signed out in this browser. Sign in to continue.',
    )
  })
})
