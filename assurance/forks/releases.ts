/** Releases that a fork may have begun at, oldest first. A tag `v…` names the same commit. Add the next one with its tag. */
export const releases = [{ version: '0.2.0', commit: 'e368b449' }] as const
