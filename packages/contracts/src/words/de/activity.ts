import type { activity as en } from '../en/activity.ts'
import { events } from './events.ts'

export const activity: typeof en = {
  title: 'Aktivität',
  intro:
    'Was mit Ihrem Konto geschehen ist, das Neueste zuerst. Kam etwas davon nicht von Ihnen? Dann ändern Sie Ihr Passwort und melden Sie das Gerät ab.',
  caption: 'Was mit Ihrem Konto geschehen ist, das Neueste zuerst',
  what: 'Was',
  when: 'Wann',
  where: 'Wo',
  thisSession: 'Diese Sitzung',
  noAddress: 'Adresse unbekannt',
  events,
  unknownEvent: 'Etwas anderes ist geschehen',
  times: (event, count) => `${event}, ${count}-mal`,
  more: count => `${count} weitere.`,
  end: 'Das ist alles, was wir speichern.',
  trying: 'Wird versucht …',
  loadMore: 'Mehr laden',
  loading: 'Wird geladen …',
  toDevices: 'Sehen, wo Sie angemeldet sind',
}
