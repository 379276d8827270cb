import type * as en from '../en/admin-mails.ts'

const askAdministration = 'Wenn Sie dazu eine Frage haben, fragen Sie die Administration.'

export const adminMails: typeof en.adminMails = {
  sessionsEnded: {
    what: 'Abmeldung durch die Administration',
    subject: 'Die Administration hat Sie abgemeldet',
    heading: 'Die Administration hat Sie abgemeldet',
    paragraphs: [
      'Die Administration hat Sitzungen Ihres Kontos beendet. Ihre Daten und Ihr Passwort sind unverändert, und Sie können sich wieder anmelden.',
    ],
    closing: [askAdministration],
  },
  disabled: {
    what: 'Konto deaktiviert',
    subject: 'Ihr Konto wurde deaktiviert',
    heading: 'Die Administration hat Ihr Konto deaktiviert',
    paragraphs: [
      'Sie sind überall abgemeldet und können sich vorerst nicht anmelden. In Ihrem Konto ist nichts verloren.',
    ],
    closing: [askAdministration],
  },
  enabled: {
    what: 'Konto freigegeben',
    subject: 'Ihr Konto ist wieder freigegeben',
    heading: 'Die Administration hat Ihr Konto wieder freigegeben',
    paragraphs: ['Sie können sich wie zuvor anmelden.'],
    closing: [askAdministration],
  },
  factorDemanded: {
    what: 'Zweiter Faktor verlangt',
    subject: 'Ihr Konto braucht jetzt einen zweiten Faktor',
    heading: 'Die Administration verlangt jetzt einen zweiten Faktor',
    paragraphs: [
      'Wenn Sie keinen haben, werden Sie beim nächsten Öffnen Ihres Kontos gebeten, einen hinzuzufügen: eine Authenticator-App oder einen Passkey.',
    ],
    closing: [askAdministration],
  },
  factorDemandEnded: {
    what: 'Zweiter Faktor nicht mehr verlangt',
    subject: 'Ihr zweiter Faktor ist jetzt freiwillig',
    heading: 'Die Administration verlangt keinen zweiten Faktor mehr',
    paragraphs: ['Was Sie hinzugefügt haben, bleibt und schützt Ihr Konto weiter.'],
    closing: [askAdministration],
  },
  madeAdmin: {
    what: 'Administration',
    subject: 'Sie gehören jetzt zur Administration',
    heading: 'Sie gehören jetzt zur Administration',
    paragraphs: [
      'Sie können andere Personen finden, ihre Geräte und Aktivitäten sehen und sie abmelden. Dafür braucht Ihr Konto einen zweiten Faktor.',
    ],
    closing: ['Wenn Sie das nicht erwartet haben, sagen Sie es denen, die den Server betreiben.'],
  },
  adminRemoved: {
    what: 'Nicht mehr Administration',
    subject: 'Sie gehören nicht mehr zur Administration',
    heading: 'Sie gehören nicht mehr zur Administration',
    paragraphs: [
      'Sie können andere Personen nicht mehr sehen und ihre Konten nicht mehr ändern. Ihr eigenes Konto ist unverändert.',
    ],
    closing: ['Wenn Sie das nicht erwartet haben, sagen Sie es denen, die den Server betreiben.'],
  },
}
