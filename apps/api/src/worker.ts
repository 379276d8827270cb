import * as account from './account/jobs.ts'
import * as auditChain from './audit-chain/jobs.ts'
import type { Deps } from './deps.ts'
import * as notices from './notices/jobs.ts'
import type { Handler } from './outbox/outbox.ts'
import * as purge from './purge/jobs.ts'
import * as recovery from './recovery/jobs.ts'
import * as signIn from './sign-in/jobs.ts'
import * as signUp from './sign-up/jobs.ts'

/** Everything that is done behind the answers, as `app.ts` lists what answers. */
export const jobHandlers = (deps: Deps): readonly Handler[] => [
  ...notices.jobs(deps),
  ...account.jobs(deps),
  ...signIn.jobs(deps),
  ...signUp.jobs(deps),
  ...recovery.jobs(deps),
  ...auditChain.jobs(deps),
  ...purge.jobs(deps),
]
