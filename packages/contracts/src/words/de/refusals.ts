import type { refusals as en } from '../en/refusals.ts'
import { plural } from '../plural.ts'

export const refusals: typeof en = {
  retryInSeconds: count =>
    `Zu viele Versuche. Versuchen Sie es in ${plural('de', count, { one: '# Sekunde', other: '# Sekunden' })} noch einmal.`,
  retryInMinutes: count =>
    `Zu viele Versuche. Versuchen Sie es in ${plural('de', count, { one: '# Minute', other: '# Minuten' })} noch einmal.`,
  retryInHours: count =>
    `Zu viele Versuche. Versuchen Sie es in ${plural('de', count, { one: '# Stunde', other: '# Stunden' })} noch einmal.`,
  passkeyDisputed:
    'Jemand möchte Ihre zweiten Faktoren entfernen. Wählen Sie über „Passwort vergessen?“ ein neues Passwort. Melden Sie sich dann damit und mit Ihrem Passkey an.',
  notEncoded: 'Senden Sie den Inhalt ohne Content-Encoding.',
}
