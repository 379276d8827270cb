import { describe, expect, it } from 'vitest'
import { deviceName } from './device-name.ts'

describe('deviceName', () => {
  it.each([
    ['cookie', 'Firefox', 'Linux', 'Firefox on Linux'],
    ['cookie', 'Firefox', null, 'Firefox'],
    ['cookie', null, 'Linux', 'A browser on Linux'],
    ['cookie', null, null, 'Unknown browser'],
    ['bearer', 'curl', null, 'API client (curl)'],
    ['bearer', null, 'Linux', 'API client'],
  ] as const)('calls a %s session of %s and %s "%s"', (delivery, browser, os, name) => {
    expect(deviceName({ delivery, device: { browser, os } })).toBe(name)
  })
})
