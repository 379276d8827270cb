import { setTimeout } from 'node:timers/promises'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { connectForTest } from '@latchkey/database/testing'
import { type Fault, underLoad } from '../scene.ts'

/** Longer than a minute: the audit log is sealed once a minute. */
const silentMs = 75_000
const shortMs = 2_000

export const mail: readonly Fault[] = [
  {
    id: 'fault-silent-smtp',
    name: 'Silent mail server',
    injected: 'a mail server that accepts connections and says nothing for 75 s',
    holds: 'answers stay the same, the audit log is sealed meanwhile; mails arrive afterwards',
    run: options =>
      underLoad(options, {}, async ({ cluster, load, must }) => {
        const person = load.ledger.people.find(({ hasAccount, sessions }) => hasAccount === 'yes' && sessions.size > 2)
        cluster.mailProxy.setSilent(true)
        const before = await sealed(cluster.postgres.url)
        await setTimeout(options.isShort ? shortMs : silentMs)
        if (!options.isShort)
          must((await sealed(cluster.postgres.url)) > before, 'nothing was sealed while the mail server was silent')
        const { email, password } = person ?? {}
        const { status } = await cluster.client.call(signIn, { email, password })
        must([200, 202].includes(status), `a sign-in got ${status} while the mail server was silent`)
        must(load.measured.failures() === 0, `requests failed: ${JSON.stringify(load.measured.kinds())}`)
        cluster.mailProxy.setSilent(false)
        // People wait for their mails, so these changes show that they arrive.
        await load.untilChanges(40)
      }),
  },
]

/** How many events the audit chain has. */
async function sealed(url: string): Promise<number> {
  const database = await connectForTest(url)
  const { rows } = await database.query('select count(*)::int as count from audit_chain').finally(() => database.end())
  return rows[0].count
}
