import { createSecretKey, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { seal, unseal } from './sealed.ts'

const older = createSecretKey(randomBytes(32))
const newer = createSecretKey(randomBytes(32))
const secret = Buffer.from('the key of an app')

describe('a sealed secret', () => {
  it('opens with its key, and shows nothing of itself', () => {
    const sealed = seal([newer], secret, 'row 1')
    expect(unseal([newer], sealed, 'row 1')).toEqual({ secret, isOutdated: false })
    expect(sealed.includes(secret)).toBe(false)
    expect(seal([newer], secret, 'row 1')).not.toEqual(sealed)
  })

  it('opens with an older key, and says so', () => {
    expect(unseal([newer, older], seal([older], secret, 'row 1'), 'row 1')).toEqual({ secret, isOutdated: true })
  })

  it('says which setting is missing once its key is gone', () => {
    expect(() => unseal([newer], seal([older], secret, 'row 1'), 'row 1')).toThrow('no longer in APP_SECRET')
  })

  it('does not open in another row', () => {
    expect(() => unseal([newer], seal([newer], secret, 'row 1'), 'row 2')).toThrow()
  })

  it('does not open once a byte of it is changed, or missing', () => {
    const sealed = seal([newer], secret, 'row 1')
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => unseal([newer], changed, 'row 1')).toThrow()
      expect(() => unseal([newer], sealed.subarray(0, at), 'row 1')).toThrow()
    }
  })
})
