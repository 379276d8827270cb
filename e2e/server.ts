import { createApp } from '@latchkey/api/app'
import { changeAccount } from '@latchkey/api/auth/account/change-account'
import { setSecondFactor } from '@latchkey/api/auth/account/changes'
import { demandFactor, disableUser, resetFactors, setAdmin } from '@latchkey/api/auth/admin/service'
import { createUserWithPassword } from '@latchkey/api/auth/passwords/service'
import { revokeAsAdmin } from '@latchkey/api/auth/sessions/service'
import { openDeps } from '@latchkey/api/open-deps'
import { systemContext } from '@latchkey/api/platform/context'
import { jobHandlers } from '@latchkey/api/platform/feature'
import { readSettings } from '@latchkey/api/platform/settings/settings'
import { movableClock } from '@latchkey/api/testing/movable-clock'
import { patience } from '@latchkey/database/testing'

/**
 * The server as `main.ts` runs it, except that its parent process moves the clock. Commands that a journey can't do through
 * the browser also go over the IPC channel of the fork, so none of them exists over HTTP.
 */
const [, , startsAt = ''] = process.argv
// All journeys come from one network, and one person makes as many attempts as many people would.
const settings = { ...readSettings(process.env), limitFactors: { person: 10, network: 1000 } }
const clock = movableClock(new Date(startsAt))
const { deps, url, directUrl, close } = await openDeps(settings, { clock, patience })
const app = await createApp(deps)

const commands = {
  async advanceClock(milliseconds: number) {
    // Pending writes, such as `lastSeenAt` of sessions, must have the old time.
    await deps.sessionCache.flush()
    clock.advance(milliseconds)
  },
  createUser: (user: { email: string; password: string; name: string | null }) => createUserWithPassword(deps, user),
  removeUserOf: async (email: string) => void (await deps.db.user.deleteMany({ where: { email } })),
  removeUser: async (id: string) => void (await deps.db.user.deleteMany({ where: { id } })),
  /** As the operator's command does, for a person with a second factor. */
  async resetFactors({ id, email }: { id: string; email: string }) {
    await changeAccount(deps, systemContext(deps), id, account => setSecondFactor(account, account.now))
    await resetFactors(deps, email)
  },
  setAdmin: ({ email, isAdmin }: { email: string; isAdmin: boolean }) => setAdmin(deps, email, isAdmin),
  demandFactor: (email: string) => demandFactor(deps, email, true),
  disableUser: (email: string) => disableUser(deps, email),
  revokeSession: (id: string) => revokeAsAdmin(deps, id),
}

export type Commands = typeof commands

/** A command for this process. */
export interface CommandRequest {
  id: number
  command: keyof Commands
  argument: never
}
export type Reply = { id: number; result: unknown } | { id: number; error: string } | { ready: true }

const reply = (message: Reply) => process.send?.(message)

process.on('message', ({ id, command, argument }: CommandRequest) => {
  commands[command](argument).then(
    result => reply({ id, result }),
    error => reply({ id, error: String(error?.stack ?? error) }),
  )
})
// The parent process has ended, or wants this one to end.
process.on('disconnect', async () => {
  await app.close()
  await close()
  process.exit()
})

await deps.jobs.work(jobHandlers(deps))
deps.sessionCache.follow(directUrl, url)
deps.startup.isDone = true
await app.listen({ host: settings.host, port: settings.port })
reply({ ready: true })
