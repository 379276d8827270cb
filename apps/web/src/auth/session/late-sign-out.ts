import { askAgain, patiently } from '../../platform/outage.ts'

let late: Promise<boolean> | undefined
let isMoot = false

/** Has the server hear of a sign-out as soon as it can be reached. Resolves then, with whether it did. */
export function signOutLate(send: () => Promise<unknown>): Promise<boolean> {
  isMoot = false
  late = patiently(async () => isMoot || send())
    .then(
      () => !isMoot,
      () => false,
    )
    .finally(() => {
      late = undefined
    })
  return late
}

/** Somebody signed in over that session, in another tab: signing out now would end theirs. */
export function forgetSignOut(): void {
  isMoot = true
  askAgain()
}

/**
 * Waits until the server has heard of a sign-out. Before that nothing asks who is signed in, for nobody is, and nobody signs in, for
 * they would be signed out by it.
 */
export function afterSignOut(): Promise<unknown> | undefined {
  if (late) askAgain()
  return late
}
