import { keepInBrowser, readBrowser } from '../../platform/browser-memory.ts'

// The address of a person who uses this browser as their own: at the last sign-in, they chose to stay signed in. It is no secret
// and proves nothing. It is there for the day when that session has expired. A sign-out removes it, so a shared computer can forget.
// So do "Not you?", a sign-in without that choice, and an end of the session that was caused elsewhere (docs/policies.md).
const key = 'latchkey-address'

export const readKnownAddress = (): string | undefined => readBrowser(key)

/** Keeps the address, or removes the one that is kept. */
export const keepAddress = (address: string | undefined): void => keepInBrowser(key, address)
