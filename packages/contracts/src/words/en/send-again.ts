/** The button that sends an email once more. */
export const sendAgain = {
  button: 'Resend the email',
  seconds: (count: number) => `, in ${count} s`,
  working: 'Sending…',
}
