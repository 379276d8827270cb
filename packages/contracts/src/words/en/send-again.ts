/** The button that sends an email once more. */
export const sendAgain = {
  button: 'Send the email again',
  seconds: (count: number) => `, in ${count} s`,
  working: 'Sending…',
}
