import type { ui as en } from '../en/ui.ts'

export const ui: typeof en = {
  skip: 'Zum Hauptinhalt springen',
  loading: 'Wird geladen …',
  cancel: 'Abbrechen',
  tryAgain: 'Noch einmal versuchen',
  email: 'E-Mail-Adresse',
  password: 'Passwort',
  keepSignedIn: 'Angemeldet bleiben',
  showPassword: 'Passwort anzeigen',
  hidePassword: 'Passwort verbergen',
  show: 'Anzeigen',
  hide: 'Verbergen',
  problem: 'Es gibt ein Problem',
  wrongFields: names => ['Etwas fehlt oder stimmt nicht: ', names, '.'],
  cannotShow: 'Diese Seite kann nicht angezeigt werden',
  cookiesBlocked:
    'Ihr Browser blockiert Cookies für diese Website. Zum Anmelden wird eines gebraucht. Erlauben Sie Cookies und laden Sie die Seite neu.',
  outage: 'Der Server ist nicht erreichbar. Wir versuchen es weiter.',
  outageSignedIn: 'Der Server ist nicht erreichbar. Sie sind noch angemeldet. Wir versuchen es weiter.',
  away: 'Der Server ist nicht erreichbar. Versuchen Sie es noch einmal, wenn er wieder da ist.',
  back: 'Der Server ist wieder da. Versuchen Sie es noch einmal.',
  unreachable: 'Der Server ist nicht erreichbar. Versuchen Sie es gleich noch einmal.',
  pageFault: 'Auf dieser Seite ist etwas schiefgegangen. Laden Sie sie neu.',
  ourFault: number =>
    `Bei uns ist etwas schiefgegangen. Wenn es wieder passiert, nennen Sie uns diese Nummer: ${number}.`,
  wait: time => ['Zu viele Versuche. Versuchen Sie es um ', time, ' Uhr noch einmal.'],
  waited: 'Sie können es jetzt noch einmal versuchen.',
}
