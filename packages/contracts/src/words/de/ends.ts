import type { ends as en } from '../en/ends.ts'

export const ends: typeof en = {
  expired: 'Sie wurden abgemeldet: Diese Sitzung hat ihre Höchstdauer erreicht.',
  idle: 'Sie wurden abgemeldet: Dieses Gerät wurde eine Weile nicht benutzt.',
  replaced: 'Sie wurden abgemeldet: Eine neuere Anmeldung hat diese ersetzt.',
  revoked_by_you: 'Sie wurden abgemeldet: Sie haben diese Sitzung in der Geräteliste beendet.',
  revoked_by_admin: 'Sie wurden von der Administration abgemeldet.',
  password_changed: 'Sie wurden abgemeldet: Das Passwort wurde auf einem anderen Gerät geändert.',
  password_reset: 'Sie wurden abgemeldet: Das Passwort wurde zurückgesetzt. Nehmen Sie das neue.',
  email_changed: 'Sie wurden abgemeldet: Die Adresse wurde auf einem anderen Gerät geändert.',
  not_me: 'Sie wurden überall abgemeldet, wie gewünscht. Setzen Sie Ihr Passwort zurück.',
  account_kept: 'Sie wurden überall abgemeldet: Das Konto wurde per E-Mail behalten.',
  factor_added: 'Sie wurden abgemeldet: Das Konto braucht jetzt einen zweiten Faktor.',
  factor_removed: 'Sie wurden abgemeldet: Auf einem anderen Gerät wurde ein Faktor entfernt.',
  factors_removed: 'Sie wurden abgemeldet: Alle zweiten Faktoren wurden entfernt.',
  identity_removed: 'Sie wurden abgemeldet: Das verknüpfte Konto wurde getrennt.',
  signed_out_by_provider: 'Sie wurden abgemeldet: Sie haben sich beim Anbieter abgemeldet.',
  account_disabled: 'Abgemeldet: Dieses Konto ist deaktiviert. Fragen Sie die Administration.',
  account_deleted: 'Abgemeldet: Ihr Konto ist gelöscht. Unsere E-Mail bringt es 7 Tage lang zurück.',
  leaked: 'Sie wurden abgemeldet: Das Token dieser Sitzung wurde öffentlich gefunden.',
  guessed: 'Sie wurden abgemeldet: Zu viele Passwörter oder Codes waren hier falsch.',
}
