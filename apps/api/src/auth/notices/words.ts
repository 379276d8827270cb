/** The sentence of a notice for a person who did not do this. */
export const ifNotYou = 'If it was not, press the button: every device is signed out, and you choose a new password.'

export const notMeButton = (url: string) => ({ label: "This wasn't me", url })
