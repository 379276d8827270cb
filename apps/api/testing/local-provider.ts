import { startProvider } from './provider.ts'

// `pnpm provider`: a real OpenID Connect provider on this machine, to try sign-in with a provider without an account anywhere.

const port = 4100
const app = 'http://localhost:4000'
const accounts = {
  ada: { email: 'ada@example.com', email_verified: true, name: 'Ada Lovelace' },
  grace: { email: 'grace@example.com', email_verified: true, name: 'Grace Hopper' },
  mallory: { email: 'ada@example.com', email_verified: false, name: 'Mallory' },
}
const provider = await startProvider({
  accounts,
  port,
  redirectUris: [`${app}/api/sessions/with/local/callback`],
  afterSignOut: [`${app}/login`],
  backchannelLogoutUri: `${app}/api/backchannel_logout/local`,
})
const lines = Object.entries({ ...provider.environment('LOCAL'), OIDC_LOCAL_LABEL: 'Local' })
process.stdout.write(`A provider listens on ${provider.issuer}. Stop it with Ctrl-C.

Add these lines to .env, and start the server again:
${lines.map(([name, value]) => `  ${name}=${value}`).join('\n')}

Its accounts, which need no password:
  ada      has the verified address ada@example.com
  grace    has the verified address grace@example.com
  mallory  says to have ada@example.com, and that was never verified
`)
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void provider.close())
