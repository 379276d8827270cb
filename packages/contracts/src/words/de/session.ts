import type { session as en } from '../en/session.ts'

export const session: typeof en = {
  ends: {
    expired: 'Sie wurden abgemeldet: Diese Sitzung hat ihre Höchstdauer erreicht.',
    idle: 'Sie wurden abgemeldet, weil dieses Gerät eine Weile nicht benutzt wurde.',
    replaced: 'Sie wurden abgemeldet, weil eine neuere Anmeldung diese ersetzt hat.',
    revoked_by_you: 'Sie wurden abgemeldet: Sie haben diese Sitzung in der Geräteliste beendet.',
    revoked_by_admin: 'Sie wurden von der Administration abgemeldet.',
    password_changed: 'Sie wurden abgemeldet: Das Passwort wurde auf einem anderen Gerät geändert.',
    password_reset: 'Sie wurden abgemeldet: Das Passwort wurde zurückgesetzt. Nehmen Sie das neue.',
    email_changed: 'Sie wurden abgemeldet: Die Adresse wurde auf einem anderen Gerät geändert.',
    not_me: 'Sie wurden überall abgemeldet, wie gewünscht. Setzen Sie Ihr Passwort zurück.',
    account_kept: 'Sie wurden überall abgemeldet: Das Konto wurde per E-Mail behalten.',
    factor_added: 'Sie wurden abgemeldet: Das Konto braucht jetzt einen zweiten Faktor.',
    factors_removed: 'Sie wurden abgemeldet: Alle zweiten Faktoren wurden entfernt.',
    account_disabled: 'Abgemeldet: Dieses Konto ist deaktiviert. Fragen Sie die Administration.',
    account_deleted: 'Abgemeldet: Ihr Konto ist gelöscht. Unsere E-Mail bringt es 7 Tage lang zurück.',
    leaked: 'Sie wurden abgemeldet: Das Token dieser Sitzung wurde öffentlich gefunden.',
    guessed: 'Sie wurden abgemeldet: Hier wurden zu viele falsche Passwörter oder Codes eingegeben.',
  },
  ended: 'Sie wurden abgemeldet, weil diese Sitzung beendet ist.',
  lost: 'Sie sind in diesem Browser abgemeldet. Melden Sie sich an, um fortzufahren.',
  invalid: 'Sie wurden abgemeldet, weil diese Sitzung nicht mehr gültig ist.',
  signedOut: 'Sie sind abgemeldet.',
  pending: 'Hier sind Sie abgemeldet. Lassen Sie die Seite offen, bis es der Server weiß.',
  elsewhere: 'Sie haben sich in einem anderen Tab abgemeldet.',
  continue: 'Melden Sie sich an, um fortzufahren.',
}
