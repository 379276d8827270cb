// For the end of a mail: what to do about something that was someone else.

export const ifNotYou = "If it wasn't you, press the button. Every device is signed out, and you choose a new password."
/** For a mail with two buttons. */
export const ifNotYouNamed =
  "If it wasn't you, press “This wasn't me”. Every device is signed out, and you choose a new password."
export const nothingToDo = `If this was you, there is nothing to do. ${ifNotYou}`
