import type { links as en } from '../en/links.ts'

export const links: typeof en = {
  incompleteTitle: 'Öffnen Sie den Link noch einmal',
  incomplete:
    'Diese Seite behält nicht, was im Link stand. Der Link gilt noch: Öffnen Sie ihn noch einmal aus der E-Mail.',
  invalidTitle: 'Dieser Link gilt nicht mehr',
  invalid: 'Er wurde schon benutzt, ist abgelaufen, oder ein neuerer hat ihn ersetzt.',
  toSignIn: 'Zur Anmeldung',
}
