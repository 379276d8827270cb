import { describe, expect, it } from 'vitest'
import { addressOf, type Secrets, takeSecret } from './mailed-secret.ts'

const secret = `lk_${'aB3_-9zQ'.repeat(11).slice(0, 86)}`
const [start, rest] = [secret.slice(0, 40), secret.slice(40)]

function taken(fragment: string): string | undefined {
  const secrets: Secrets = new Map()
  takeSecret(secrets, '/reset', fragment)
  return secrets.get('/reset')
}

describe('the address of a mailed link', () => {
  it.each([
    ['as it was mailed', `token=${secret}&address=ada%2Bnews%40example.com`, 'ada+news@example.com'],
    ['with an encoded "&" in it', `token=${secret}&address=tom%26jerry%40example.com`, 'tom&jerry@example.com'],
    ['with its "&" encoded twice', `token=${secret}&address=tom%2526jerry%2540example.com`, 'tom&jerry@example.com'],
    ['in a fragment that was wholly encoded', `token%3D${secret}%26address%3Dada%2540example.com`, 'ada@example.com'],
    ['encoded twice', `token=${secret}&address=ada%2540example.com`, 'ada@example.com'],
    [
      'before the parameters of a tracker',
      `token=${secret}&address=ada%40example.com&utm_source=mail`,
      'ada@example.com',
    ],
    ['not there', `token=${secret}`, ''],
  ])('is found %s', (_how, fragment, address) => {
    const secrets: Secrets = new Map()
    takeSecret(secrets, '/reset', fragment)
    expect([secrets.get('/reset'), secrets.get(addressOf('/reset'))]).toEqual([secret, address])
  })
})

describe('the secret of a mailed link', () => {
  it.each([
    ['as it was mailed', `token=${secret}`],
    ['with an encoded equals sign', `token%3D${secret}`],
    ['with a small encoded equals sign', `token%3d${secret}`],
    ['encoded twice', `token%253D${secret}`],
    ['quoted-printable', `token=3D${secret}`],
    ['wholly encoded', [...`token=${secret}`].map(each => `%${each.charCodeAt(0).toString(16)}`).join('')],
    ['without its name', secret],
    ['with parameters of a tracker behind it', `token=${secret}&utm_source=mail`],
    ['with parameters of a tracker before it', `utm_source=mail&token=${secret}`],
    ...['.', '>', ')', ',', '"', '%3E', '%20', '-', '_', '.)', '*'].map((end): [string, string] => [
      `with ${end} at its end`,
      `token=${secret}${end}`,
    ]),
    ['in brackets', `token=<${secret}>`],
    ['with a space in it', `token=${start} ${rest}`],
    ['with an encoded space in it', `token=${start}%20${rest}`],
    ['with a line break in it', `token=${start}%0D%0A${rest}`],
    ['with a line break and an indent in it', `token=${start}%0A%20%20${rest}`],
    ['with the end of a quoted-printable line in it', `token=3D${start}=${rest}`],
    ['with an invisible space in it', `token=${start}%E2%80%8B${rest}`],
    ['with a soft hyphen in it', `token=${start}\u00ad${rest}`],
    ['with text of the mail behind it', `token=${secret} The link works for an hour`],
  ])('is found %s', (_name, fragment) => {
    expect(taken(fragment)).toBe(secret)
  })

  it('is not found where the fragment names another place', () => {
    expect(taken('content')).toBeUndefined()
    expect(takeSecret(new Map(), '/reset', 'content')).toBe(false)
  })

  it('is missing, and the address is still tidied, where the link was cut off', () => {
    expect(takeSecret(new Map(), '/reset', 'token=')).toBe(true)
    expect(taken('token=')).toBeUndefined()
  })
})
