import type { session as en } from '../en/session.ts'

export const session: typeof en = {
  ended: 'Sie wurden abgemeldet: Diese Sitzung ist beendet.',
  lost: 'Sie sind in diesem Browser abgemeldet. Melden Sie sich an, um fortzufahren.',
  invalid: 'Sie wurden abgemeldet: Diese Sitzung ist nicht mehr gültig.',
  signedOut: 'Sie sind abgemeldet.',
  pending: 'Hier sind Sie abgemeldet. Lassen Sie die Seite offen, bis es der Server weiß.',
  elsewhere: 'Sie haben sich in einem anderen Tab abgemeldet.',
  continue: 'Melden Sie sich an, um fortzufahren.',
}
