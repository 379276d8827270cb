import type { Deps } from './deps.ts'
import type { Handler } from './outbox/outbox.ts'
import * as purge from './purge/jobs.ts'

/** Everything that is done behind the answers, as `app.ts` lists what answers. */
export const jobHandlers = (deps: Deps): readonly Handler[] => [...purge.jobs(deps)]
