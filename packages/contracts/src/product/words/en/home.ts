import type { Rich } from '../../../words/plural.ts'

/** The page after a sign-in. */
export const home = {
  title: 'Home',
  heading: 'You are signed in',
  you: 'You',
  thisDevice: 'This device',
  signedIn: 'Signed in',
  until: 'Signed in until',
  atTheLatest: <T>(time: T): Rich<T> => [time, ', at the latest'],
  toDevices: 'See all devices that are signed in',
  protectedTitle: 'The protected part',
  protectedIntro:
    'The API gives this message to signed-in people only. To put something of your own here, change two files:',
  answers: 'answers it.',
  shows: 'shows it.',
}
