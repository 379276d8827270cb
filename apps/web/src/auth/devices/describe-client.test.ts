import { clients } from '@latchkey/contracts/words/en/clients'
import { describe, expect, it } from 'vitest'
import { describeClient } from './describe-client.ts'

describe('describeClient', () => {
  it.each([
    ['cookie', 'Firefox', 'Linux', 'Firefox on Linux'],
    ['cookie', 'Firefox', null, 'Firefox'],
    ['cookie', null, 'Linux', 'A browser on Linux'],
    ['cookie', null, null, 'Unknown browser'],
    ['bearer', 'curl', null, 'API client (curl)'],
    ['bearer', null, 'Linux', 'API client'],
  ] as const)('calls a %s session of %s and %s "%s"', (delivery, browser, os, name) => {
    expect(describeClient(clients, { delivery, device: { browser, os } })).toBe(name)
  })
})
