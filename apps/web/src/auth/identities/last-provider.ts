import { keepInBrowser, readBrowser } from '../../platform/browser-memory.ts'

// Only the id of the provider, such as `google`. It is no secret, and says nothing about the person or the account there.
const key = 'latchkey-provider'

/** The provider of this browser's last sign-in. Undefined if that was another way. A sign-out keeps it, as it keeps the second step. */
export const readLastProvider = (): string | undefined => readBrowser(key)

/** Keeps it, or forgets the one that is kept: another way was used. */
export const keepLastProvider = (id: string | undefined): void => keepInBrowser(key, id)
