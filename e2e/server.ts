import { createApp } from '@latchkey/api/app'
import { createUserWithPassword } from '@latchkey/api/auth/passwords/service'
import { revokeAsAdmin } from '@latchkey/api/auth/sessions/service'
import { openDeps } from '@latchkey/api/open-deps'
import { jobHandlers } from '@latchkey/api/platform/feature'
import { readSettings } from '@latchkey/api/platform/settings/settings'
import { movableClock } from '@latchkey/api/testing/movable-clock'

/**
 * The server as `main.ts` runs it, but for its clock, which the process that forked this one moves. Everything that a
 * journey can't do through the browser goes over the fork's channel too: nothing of it is on HTTP.
 */
const [, , startsAt = ''] = process.argv
// All journeys come from one network; one person tries what many would.
const settings = { ...readSettings(process.env), limitFactors: { person: 10, network: 1000 } }
const clock = movableClock(new Date(startsAt))
const { deps, directUrl, close } = await openDeps(settings, clock)
const app = await createApp(deps)

const commands = {
  async advanceClock(milliseconds: number) {
    // What belongs to the time before, such as noting when a session was seen, is done by then.
    await deps.sessionCache.flush()
    clock.advance(milliseconds)
  },
  createUser: (user: { email: string; password: string; name: string | null }) => createUserWithPassword(deps, user),
  removeUserOf: async (email: string) => void (await deps.db.user.deleteMany({ where: { email } })),
  removeUser: async (id: string) => void (await deps.db.user.deleteMany({ where: { id } })),
  revokeSession: (id: string) => revokeAsAdmin(deps, id),
}

export type Commands = typeof commands

/** One command, and what came of it. */
export interface Question {
  id: number
  command: keyof Commands
  argument: never
}
export type Reply = { id: number; result: unknown } | { id: number; error: string } | { ready: true }

const reply = (message: Reply) => process.send?.(message)

process.on('message', ({ id, command, argument }: Question) => {
  commands[command](argument).then(
    result => reply({ id, result }),
    error => reply({ id, error: String(error?.stack ?? error) }),
  )
})
// Whoever forked this is gone, or wants it to end.
process.on('disconnect', async () => {
  await app.close()
  await close()
  process.exit()
})

await deps.jobs.work(jobHandlers(deps))
deps.sessionCache.follow(directUrl)
deps.startup.isDone = true
await app.listen({ host: settings.host, port: settings.port })
reply({ ready: true })
