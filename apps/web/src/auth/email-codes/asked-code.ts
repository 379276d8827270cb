/** A code that this tab asked for. */
export interface AskedCode {
  challenge: string
  email: string
  /** Whether the person wants to stay signed in. */
  remember: boolean
}

// It survives a reload, as when a phone drops the page while the person looks into the mailbox. The challenge opens nothing by itself:
// it needs the HttpOnly cookie of this browser and the mailed code. A closed tab forgets it.
const key = 'latchkey-email-code'

/** Keeps it for this tab. Not caught: a browser that blocks storage blocks cookies too, so it cannot sign in. */
export const keepAsked = (asked: AskedCode): void => sessionStorage.setItem(key, JSON.stringify(asked))

export const forgetAsked = (): void => sessionStorage.removeItem(key)

export const readAsked = (): AskedCode | null => JSON.parse(sessionStorage.getItem(key) ?? 'null')
