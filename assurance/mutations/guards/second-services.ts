import type { Mutation } from '../mutation.ts'
import { never } from '../operators.ts'

/** What a second service trusts, and who may listen. */
export const secondServices: readonly Mutation[] = [
  {
    bugs: [],
    guard: 'only a service with the secret hears which sessions change',
    in: 'requireSecret',
    change: never('isSharedSecret'),
    test: 'guards/guards.test.ts',
    title: 'the stream opens with every secret, and with nothing else',
  },
  {
    bugs: [],
    guard: 'a server that does not hear the database sends no beat',
    in: 'openGuardStreams',
    change: never('sessionCache.hears'),
    test: 'guards/guards.test.ts',
    title: 'a server that does not hear the database sends no beat',
  },
  {
    bugs: [],
    guard: 'a stream that only its guard knows to be broken makes room for the next one',
    in: 'openGuardStreams.open',
    change: never('former'),
    test: 'guards/guards.test.ts',
    title:
      'a hundred and more guards keep their streams, and the next stream of one takes the place of its former one alone',
  },
  {
    bugs: [15],
    guard: 'an answer that a revocation overtakes counts for no one',
    in: 'createGuard.resolve',
    change: never('isUntouched'),
    test: 'guard/src/guard.slow.test.ts',
    title: 'counts for no one: the guard asks again',
  },
  {
    bugs: [],
    guard: 'a guard that hears nothing trusts nothing',
    in: 'createGuard.check',
    change: never('hearing.holds'),
    test: 'guard/src/guard.slow.test.ts',
    title: 'serves what it knows while the lease lasts, then answers 503, and signs no one out',
  },
  {
    bugs: [],
    guard: 'a cookie of another site changes nothing at a second service',
    in: 'presentedBy',
    file: 'guard/src/presented.ts',
    change: never('isSameOrigin'),
    test: 'guard/src/guard.slow.test.ts',
    title: 'in a cookie reads from anywhere, and changes something only from the pages themselves',
  },
]
