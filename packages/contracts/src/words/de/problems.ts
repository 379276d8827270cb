import type { problems as en } from '../en/problems.ts'

export const problems: typeof en = {
  invalid_request: 'Etwas in dieser Anfrage ist nicht gültig.',
  invalid_credentials: 'Diese E-Mail-Adresse und dieses Passwort passen nicht zusammen.',
  invalid_link: 'Dieser Link ist nicht mehr gültig. Fordern Sie einen neuen an.',
  invalid_code: 'Der Code ist falsch oder abgelaufen.',
  missing_token: 'Melden Sie sich zuerst an.',
  invalid_token: 'Dieses Token ist nicht gültig.',
  session_ended: 'Diese Sitzung ist beendet.',
  confirmation_required: 'Geben Sie zuerst Ihr Passwort noch einmal ein.',
  cross_origin: 'Diese Anfrage kam von einer anderen Website.',
  https_required: 'Dafür wird eine Verbindung über HTTPS gebraucht.',
  not_found: 'Hier ist nichts.',
  method_not_allowed: 'Diese Adresse nimmt diese Methode nicht an.',
  request_timeout: 'Diese Anfrage kam zu langsam an.',
  payload_too_large: 'Diese Anfrage ist zu groß.',
  unsupported_media_type: 'Senden Sie JSON in UTF-8.',
  password_required: 'Wählen Sie noch ein Passwort.',
  rate_limited: 'Zu viele Versuche. Versuchen Sie es später noch einmal.',
  headers_too_large: 'Die Kopfzeilen dieser Anfrage sind zu groß.',
  internal_error: 'Bei uns ist etwas schiefgegangen.',
  unavailable: 'Das geht gerade nicht. Versuchen Sie es gleich noch einmal.',
}
