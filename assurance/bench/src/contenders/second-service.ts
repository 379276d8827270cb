import { randomBytes } from 'node:crypto'
import { createGuard } from '@latchkey/guard/guard'
import { type CryptoKey, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import { offer } from '../offer.ts'
import { email, path } from './answered.ts'

/** How a second service learns whose request it has. */
export const ways = ['guard', 'HS256', 'EdDSA', 'introspection'] as const
export type Way = (typeof ways)[number]

export interface SecondServiceBeginning {
  readonly api: string
  readonly guardSecret: string
  /** A live session's token, and the same forged. */
  readonly token: string
  readonly forged: string
}

export interface Checks {
  readonly way: Way
  readonly count: number
  readonly isForged?: boolean
}

/** How many of the checks accepted the token, and the processor time of this process for each, in microseconds. */
export interface Checked {
  readonly accepted: number
  readonly cpuMicros: number
}

type Check = (authorization: string) => Promise<boolean>

/** As many questions at once as the guard would ask. */
const questionsAtOnce = 32
const claims = { issuer: 'https://app.example.com', audience: 'https://app.example.com/billing' }

const checks = new Map<Way, { check: Check; good: string; forged: string; atOnce: number }>()

/** A service that needs to know whose request it has, with each way of knowing it. */
async function start({ api, guardSecret, token, forged }: SecondServiceBeginning): Promise<void> {
  const guard = createGuard({ api, secret: guardSecret })
  await guard.ready
  const tokens = { good: `Bearer ${token}`, forged: `Bearer ${forged}` }
  checks.set('guard', {
    check: async authorization => (await guard.check({ authorization }, 'GET')).ok,
    ...tokens,
    atOnce: 1,
  })
  checks.set('introspection', {
    async check(authorization) {
      const response = await fetch(api + path, { headers: { authorization } })
      const { data } = (await response.json()) as { data?: { user?: unknown } }
      return response.status === 200 && data?.user !== undefined
    },
    ...tokens,
    atOnce: questionsAtOnce,
  })
  const secret = randomBytes(32)
  await addJwt('HS256', secret, secret)
  const pair = await generateKeyPair('EdDSA')
  await addJwt('EdDSA', pair.privateKey, pair.publicKey)
}

type Key = CryptoKey | Uint8Array

/** A JWT with the claims that an access token has, verified as jose's documentation shows. */
async function addJwt(way: 'HS256' | 'EdDSA', signingKey: Key, key: Key): Promise<void> {
  const jwt = await new SignJWT({ sid: crypto.randomUUID(), email, name: 'Person 0000001' })
    .setProtectedHeader({ alg: way, typ: 'at+jwt' })
    .setSubject(crypto.randomUUID())
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(signingKey)
  const [head, , signature] = jwt.split('.')
  const otherClaims = Buffer.from(JSON.stringify({ sub: 'somebody else' })).toString('base64url')
  checks.set(way, {
    async check(authorization) {
      try {
        const { payload } = await jwtVerify(authorization.slice('Bearer '.length), key, {
          ...claims,
          algorithms: [way],
        })
        return payload.sub !== undefined
      } catch {
        return false
      }
    },
    good: `Bearer ${jwt}`,
    forged: `Bearer ${head}.${otherClaims}.${signature}`,
    atOnce: 1,
  })
}

async function check({ way, count, isForged = false }: Checks): Promise<Checked> {
  const chosen = checks.get(way)
  if (!chosen) throw new Error(`no such way: ${way}`)
  const authorization = isForged ? chosen.forged : chosen.good
  let left = count
  let accepted = 0
  const before = process.cpuUsage()
  const worker = async () => {
    while (left-- > 0) if (await chosen.check(authorization)) accepted += 1
  }
  await Promise.all(Array.from({ length: chosen.atOnce }, worker))
  const { user, system } = process.cpuUsage(before)
  return { accepted, cpuMicros: (user + system) / count }
}

offer({ start, check })
