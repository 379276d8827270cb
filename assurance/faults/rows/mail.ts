import { setTimeout } from 'node:timers/promises'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { type Fault, underLoad } from '../scene.ts'

const silentMs = 15_000
const shortMs = 2_000

export const mail: readonly Fault[] = [
  {
    id: 'fault-silent-smtp',
    name: 'Silent mail server',
    injected: 'a mail server that accepts connections and says nothing for 15 s',
    holds: 'answers stay the same; mails arrive afterwards',
    run: options =>
      underLoad(options, {}, async ({ cluster, load, must }) => {
        const person = load.ledger.people.find(({ hasAccount, sessions }) => hasAccount === 'yes' && sessions.size > 2)
        cluster.mailProxy.setSilent(true)
        await setTimeout(options.isShort ? shortMs : silentMs)
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
