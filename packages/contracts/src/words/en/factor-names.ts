/** What a factor is called whose person gave it no name. */
export const factorNames = { app: 'Authenticator app', passkey: 'Passkey' }
