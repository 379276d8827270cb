// The address of a person who uses this browser as their own: at the last sign-in, they chose to stay signed in. It is no secret
// and proves nothing. It is there for the day when that session has expired. A sign-out removes it, so a shared computer can forget.
// So do "Not you?", a sign-in without that choice, and an end of the session that was caused elsewhere (docs/policies.md).
const key = 'latchkey-address'

export function readKnownAddress(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    // A browser that blocks cookies blocks this too.
    return undefined
  }
}

/** Keeps the address, or removes the one that is kept. */
export function keepAddress(address: string | undefined): void {
  try {
    if (address === undefined) localStorage.removeItem(key)
    else localStorage.setItem(key, address)
  } catch {
    // As above.
  }
}

/** Keeps the new address of a person whose former one was kept. */
export function updateKnownAddress(address: string): void {
  if (readKnownAddress() !== undefined) keepAddress(address)
}
