import type { home as en } from '../en/home.ts'

export const home: typeof en = {
  title: 'Start',
  heading: 'Sie sind angemeldet',
  you: 'Sie',
  thisDevice: 'Dieses Gerät',
  signedIn: 'Angemeldet',
  until: 'Angemeldet bis',
  atTheLatest: time => ['spätestens ', time],
  toDevices: 'Alle angemeldeten Geräte ansehen',
  protectedTitle: 'Der geschützte Teil',
  protectedIntro:
    'Die API gibt diese Nachricht nur angemeldeten Personen. Um hier etwas Eigenes zu zeigen, ändern Sie zwei Dateien:',
  answers: 'antwortet.',
  shows: 'zeigt es.',
}
