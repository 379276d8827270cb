import type { Deps } from './deps.ts'
import type { Handler } from './outbox/outbox.ts'

/** Everything that is done behind the answers, as `app.ts` lists what answers. */
export const jobHandlers = (_deps: Deps): readonly Handler[] => []
