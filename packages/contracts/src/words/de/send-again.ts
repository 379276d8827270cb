import type { sendAgain as en } from '../en/send-again.ts'

export const sendAgain: typeof en = {
  button: 'E-Mail erneut senden',
  seconds: count => `, in ${count} s`,
  working: 'Wird gesendet …',
}
