import { clients } from '@latchkey/contracts/words/en/clients'
import { describe, expect, it } from 'vitest'
import { describeClient, iconOf, placeName } from './describe-client.ts'

const device = (
  browser: string | null,
  os: string | null,
  model: string | null = null,
  type: string | null = null,
) => ({
  browser,
  os,
  model,
  type,
})

describe('describeClient', () => {
  it.each([
    ['cookie', device('Firefox', 'Linux'), 'Firefox on Linux'],
    ['cookie', device('Safari', 'iOS', 'iPhone', 'phone'), 'Safari on iPhone'],
    ['cookie', device('Safari', 'iOS', 'iPad', 'tablet'), 'Safari on iPad'],
    ['cookie', device('Firefox', null), 'Firefox'],
    ['cookie', device(null, 'Linux'), 'A browser on Linux'],
    ['cookie', device(null, 'iOS', 'iPhone', 'phone'), 'A browser on iPhone'],
    ['cookie', device(null, null), 'Unknown browser'],
    ['bearer', device('curl', null, null, 'program'), 'API client (curl)'],
    ['bearer', device(null, 'Linux'), 'API client'],
    [undefined, device('curl', null, null, 'program'), 'API client (curl)'],
    ['cookie', device('Googlebot', null, null, 'bot'), 'Automated browser (Googlebot)'],
  ] as const)('calls a %s session of %j "%s"', (delivery, device, name) => {
    expect(describeClient(clients, { device, ...(delivery && { delivery }) })).toBe(name)
  })
})

describe('iconOf', () => {
  it('has one for each kind, and that of a browser for an unknown one', () => {
    expect(iconOf({ type: 'tablet' })).toBe('tablet')
    for (const type of [null, 'of a later version']) expect(iconOf({ type })).toBe('browser')
  })
})

describe('placeName', () => {
  it('names the country in the language of the page', () => {
    expect(placeName('en-GB', { city: 'Munich', country: 'DE' })).toBe('Munich, Germany')
    expect(placeName('de-DE', { city: null, country: 'DE' })).toBe('Deutschland')
    expect(placeName('en-GB', { city: 'Munich', country: null })).toBe('Munich')
  })
})
