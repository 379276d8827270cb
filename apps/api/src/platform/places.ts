import { readFile } from 'node:fs/promises'
import type { Place } from '@latchkey/contracts/auth/clients'
import type { Language } from '@latchkey/contracts/words/language'
import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import { type CityResponse, Reader } from 'mmdb-lib'
import { plainAddress } from './client.ts'
import { SettingsError } from './settings/settings.ts'

export interface Places {
  /** Where an address probably is, with the city in this language. Null if that is not known. */
  find(ip: string | null, language: Language): Place | null
}

/** Decoded entries that are kept: a list asks for the same addresses again and again. */
const mostEntries = 10_000

export const noPlaces: Places = { find: () => null }

/**
 * Reads a database of cities or countries into memory. Addresses never leave this server.
 * @throws {SettingsError} if GEOIP_FILE names no such database
 */
export async function openPlaces(file: string | undefined): Promise<Places> {
  if (file === undefined) return noPlaces
  const reader = await readDatabase(file)
  return {
    find(ip, language) {
      const address = publicAddress(ip)
      return address === null ? null : placeOf(entryOf(reader, address), language)
    },
  }
}

async function readDatabase(file: string): Promise<Reader<CityResponse>> {
  try {
    const cache = new LRUCache<string | number, object>({ max: mostEntries })
    const reader = new Reader<CityResponse>(await readFile(file), { cache })
    if (/City|Country|Enterprise/i.test(reader.metadata.databaseType)) return reader
  } catch {
    // The reason would be one of the library's, such as "Unknown type NaN at offset 3".
  }
  throw new SettingsError(
    `GEOIP_FILE must name a readable file of MaxMind's format (.mmdb) that knows cities or countries.`,
  )
}

function entryOf(reader: Reader<CityResponse>, address: string): CityResponse | null {
  // The library would read an entry of some other address.
  if (reader.metadata.ipVersion === 4 && address.includes(':')) return null
  try {
    return reader.get(address)
  } catch {
    // A damaged entry. A list without a place is better than no list.
    return null
  }
}

/** Null for an address that is no place: of a private network, this machine, or none at all. */
function publicAddress(ip: string | null): string | null {
  const text = plainAddress(ip ?? '')
  if (!ipaddr.isValid(text)) return null
  const address = ipaddr.process(text)
  return address.range() === 'unicast' ? address.toString() : null
}

function placeOf(entry: CityResponse | null, language: Language): Place | null {
  const names = entry?.city?.names
  const name = names?.[language] ?? names?.en ?? null
  const found = entry?.country?.iso_code ?? ''
  const code = /^[A-Z]{2}$/.test(found) ? found : null
  return name === null && code === null ? null : { city: name, country: code }
}
