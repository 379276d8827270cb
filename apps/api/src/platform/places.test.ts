import { describe, expect, it } from 'vitest'
import { munich, placeDatabase, temporaryFile } from '../../testing/place-file.ts'
import { openPlaces } from './places.ts'

const open = async (database: Buffer) => openPlaces(await temporaryFile(database))

describe('places', () => {
  it('are found for an address, with the city in the language of the reader', async () => {
    const places = await open(placeDatabase(203, munich))
    expect(places.find('203.1.113.7', 'en')).toEqual({ city: 'Munich', country: 'DE' })
    expect(places.find('203.1.113.7', 'de')).toEqual({ city: 'München', country: 'DE' })
    expect(places.find('8.8.8.8', 'en')).toBeNull()
  })

  it('are only countries, if the database knows no cities', async () => {
    const places = await open(placeDatabase(203, { country: munich.country }, 'GeoLite2-Country'))
    expect(places.find('203.1.113.7', 'en')).toEqual({ city: null, country: 'DE' })
  })

  it.each(['10.1.2.3', '::ffff:10.1.2.3'])('are none for %s, even if the database knows private networks', async ip => {
    const places = await open(placeDatabase(10, munich))
    expect(places.find(ip, 'en')).toBeNull()
  })

  it.each([null, '', 'nonsense', '203.0.113.7', '127.0.0.1', '::1', 'fe80::1', '2001:4860:4860::8888'])(
    'are none for %j',
    async ip => {
      const places = await open(placeDatabase(203, munich))
      expect(places.find(ip, 'en')).toBeNull()
    },
  )

  it('are none without GEOIP_FILE', async () => {
    const places = await openPlaces(undefined)
    expect(places.find('203.0.113.7', 'en')).toBeNull()
  })
})

describe('GEOIP_FILE', () => {
  const refusal = /^GEOIP_FILE must name a readable file/
  it.each([
    ['text', 'not a database'],
    ['nothing', ''],
    ['half a database', placeDatabase(203, munich).subarray(0, 300)],
    ['a database of networks', placeDatabase(203, munich, 'GeoLite2-ASN')],
  ])('is refused if it holds %s', async (_, content) => {
    await expect(openPlaces(await temporaryFile(content))).rejects.toThrow(refusal)
  })

  it('is refused if there is no such file', async () => {
    await expect(openPlaces('/nowhere/places.mmdb')).rejects.toThrow(refusal)
  })
})
