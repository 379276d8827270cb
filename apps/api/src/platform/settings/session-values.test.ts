import { describe, expect, it } from 'vitest'
import { settingsMessage as messageOf } from '../../../testing/settings-message.ts'
import { readSettings } from './settings.ts'

describe('the times of sessions', () => {
  it.each([
    [{ SESSION_IDLE: '25h' }, 'SESSION_IDLE must not be longer than SESSION_LIFETIME (24h unless set)'],
    [{ SESSION_IDLE: '2h', SESSION_LIFETIME: '1h' }, 'SESSION_IDLE must not be longer than SESSION_LIFETIME'],
    [{ SESSION_REMEMBERED_IDLE: '31d' }, 'SESSION_REMEMBERED_IDLE must not be longer than SESSION_REMEMBERED_LIFETIME'],
    [{ SESSION_LIFETIME: '31d' }, 'SESSION_LIFETIME must not be longer than SESSION_REMEMBERED_LIFETIME'],
    [{ SESSION_REMEMBERED_LIFETIME: '12h' }, 'SESSION_LIFETIME must not be longer than SESSION_REMEMBERED_LIFETIME'],
    [{ SESSION_REMEMBERED_IDLE: '1h' }, 'SESSION_IDLE must not be longer than SESSION_REMEMBERED_IDLE'],
  ])('may not contradict each other, as %j do', (environment, words) => {
    expect(messageOf(environment)).toContain(`  ${words}`)
  })

  it('may be equal, and a shorter lifetime needs no other setting', () => {
    expect(messageOf({ SESSION_IDLE: '24h', SESSION_REMEMBERED_IDLE: '30d' })).toBe('')
    expect(readSettings({ SESSION_LIFETIME: '1h', SESSION_REMEMBERED_LIFETIME: '7d' }).sessions).toEqual({
      fleeting: { lifetime: 3_600_000, idle: 3_600_000 },
      remembered: { lifetime: 604_800_000, idle: 604_800_000 },
    })
  })

  it('are not compared while one of them is no duration', () => {
    expect(messageOf({ SESSION_IDLE: '25 h' }).split('\n')).toHaveLength(2)
  })
})
