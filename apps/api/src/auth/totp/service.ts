import type * as contract from '@latchkey/contracts/auth/factors'
import { brand } from '@latchkey/contracts/brand'
import type { Input } from '@latchkey/contracts/endpoint'
import { apiWords } from '@latchkey/contracts/words/api'
import type { Database, Transaction } from '@latchkey/database/client'
import type { TotpApp } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { SessionContext } from '../../platform/context.ts'
import { newId } from '../../platform/crypto/id.ts'
import { seal, unseal } from '../../platform/crypto/sealed.ts'
import { ApiError, unavailable } from '../../platform/errors.ts'
import type { LockedAccount } from '../account/change-account.ts'
import { changeOwnAccount } from '../account/own-account.ts'
import { mailLanguage } from '../account/users.ts'
import { countFactorAttempt, ofSession } from '../factors/attempt.ts'
import { type AddedFactor, addFactor } from '../factors/changes.ts'
import { countAttempt } from '../limits/attempts.ts'
import { requireConfirmed } from '../sessions/confirmation.ts'
import { makeSecret, stepOf, uriOf } from './codes.ts'
import * as store from './store.ts'

const mostApps = 5
/** How long after the QR code was shown its first code can be entered. */
const pendingMs = 3_600_000

/**
 * Makes the key of a new app. It proves nothing until `activateTotp`. An older one that was never activated is dropped.
 * @throws {ApiError} confirmation_required; too_many_factors; rate_limited; session_ended
 */
export async function addTotp(
  deps: Deps,
  context: SessionContext,
  { name }: Input<typeof contract.addTotp>,
): Promise<{ id: string; secret: string; uri: string }> {
  await countAttempt(deps, context, { 'new apps of a person': context.user.id })
  return changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    const { tx, user, now } = account
    await store.removePending(tx, user.id)
    if ((await store.listActive(tx, user.id)).length >= mostApps) throw new ApiError('too_many_factors')
    const id = newId(now)
    const secret = makeSecret()
    const called = name ?? apiWords[mailLanguage(user, context)].factorNames.app
    await store.insert(tx, { id, userId: user.id, name: called, secret: sealOf(account, id, secret), createdAt: now })
    return { id, secret, uri: uriOf({ secret, issuer: brand.name, label: user.email }) }
  })
}

/**
 * Adds an app, with the first code of it. That code is used up.
 * @throws {ApiError} invalid_factor; not_found; confirmation_required; rate_limited; unavailable; session_ended
 */
export async function activateTotp(
  deps: Deps,
  context: SessionContext,
  { id, code }: Input<typeof contract.activateTotp>,
): Promise<AddedFactor> {
  const attempt = await countFactorAttempt(deps, context, await ofSession(deps, context), 'new')
  const added = await changeOwnAccount(deps, context, async account => {
    await requireConfirmed(account)
    const { tx, user, now } = account
    const app = await store.findPending(tx, user.id, id, new Date(now.getTime() - pendingMs))
    if (!app) throw new ApiError('not_found')
    const key = openKey(account, app)
    if (!key) throw unavailable()
    if (!(await takeCode(account, key, code))) return null
    await store.activate(tx, id, now)
    return addFactor(account, { event: 'totp_added', methods: ['otp'], name: app.name })
  })
  if (!added) throw await attempt.failed()
  await attempt.succeeded()
  return added
}

/**
 * Uses up a code of any of the person's apps. False if none of them made it, or it was used before. An app whose key cannot be opened is
 * logged, and stops no other.
 * @throws {ApiError} unavailable, if the key of every app cannot be opened: then no code was tried, and the attempt does not count
 */
export async function verifyTotp(account: LockedAccount, code: string): Promise<boolean> {
  const apps = await store.listActive(account.tx, account.user.id)
  const opened = apps.flatMap(app => openKey(account, app) ?? [])
  for (const key of opened) if (await takeCode(account, key, code)) return true
  if (apps.length > 0 && opened.length === 0) throw unavailable()
  return false
}

interface OpenedKey {
  readonly app: TotpApp
  readonly text: string
  readonly isOutdated: boolean
}

function openKey({ deps, user }: LockedAccount, app: TotpApp): OpenedKey | null {
  try {
    const { secret, isOutdated } = unseal(deps.keys('secret of an app'), app.secret, aboutOf(user.id, app.id))
    return { app, text: secret.toString('ascii'), isOutdated }
  } catch (err) {
    deps.log.error(
      { event: 'app_not_opened', userId: user.id, appId: app.id, err },
      'the key of an app cannot be opened',
    )
    return null
  }
}

async function takeCode(account: LockedAccount, { app, text, isOutdated }: OpenedKey, code: string): Promise<boolean> {
  const { tx, now } = account
  const step = stepOf(text, code, now)
  if (step === null || !(await store.takeStep(tx, app.id, step, now))) return false
  if (isOutdated) await store.setSecret(tx, app.id, sealOf(account, app.id, text))
  return true
}

const aboutOf = (userId: string, id: string) => `${userId} ${id}`

const sealOf = ({ deps, user }: LockedAccount, id: string, secret: string) =>
  seal(deps.keys('secret of an app'), Buffer.from(secret, 'ascii'), aboutOf(user.id, id))

/** Whether the person can prove an app. One whose key cannot be opened proves nothing. */
export const hasTotp = async (account: LockedAccount): Promise<boolean> =>
  (await store.listActive(account.tx, account.user.id)).some(app => openKey(account, app) !== null)

/** Whether the person has any app. One whose key cannot be opened works again once its `APP_SECRET` is back. */
export const keepsTotp = async ({ tx, user }: LockedAccount): Promise<boolean> =>
  (await store.listActive(tx, user.id)).length > 0

/** When each of the person's apps was activated that the person can prove. */
export const listTotpTimes = async (account: LockedAccount): Promise<Date[]> =>
  (await store.listActive(account.tx, account.user.id))
    .filter(app => openKey(account, app) !== null)
    .flatMap(({ activatedAt }) => activatedAt ?? [])

export const findTotpApps = async (db: Database | Transaction, userId: string): Promise<contract.TotpApp[]> =>
  (await store.listActive(db, userId)).map(presentApp)

const presentApp = ({ id, name, createdAt, lastUsedAt }: TotpApp): contract.TotpApp => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})

/** Renames one of the person's apps. False if there is none with this id. */
export const renameTotp = ({ tx, user }: LockedAccount, id: string, name: string): Promise<boolean> =>
  store.rename(tx, user.id, id, name)

/** Removes one of the person's apps. False if there is none with this id. */
export const removeTotp = ({ tx, user }: LockedAccount, id: string): Promise<boolean> => store.remove(tx, user.id, id)

export const removeTotpSince = ({ tx, user }: LockedAccount, since: Date): Promise<number> =>
  store.removeSince(tx, user.id, since)

/** Deletes apps that were never activated. Returns how many. */
export const deletePendingApps = (deps: Deps, until: Date): Promise<number> => store.deletePending(deps, until)
