import type { factorNames as en } from '../en/factor-names.ts'

/** What a factor is called whose person gave it no name. */
export const factorNames: typeof en = { app: 'Authenticator-App', passkey: 'Passkey' }
