/** What is wrong with a field. The sign-in page needs these; `more-fields.ts` has the others. */
export const fields = {
  unusable: "This holds a character that can't be used.",
  emailMissing: 'Enter your email address.',
  emailWrong: 'Enter one address: name@example.com.',
  emailTooLong: 'This address is too long.',
  passwordMissing: 'Enter your password.',
  passwordTooLong: (most: number) => `Use at most ${most} characters.`,
  notValid: 'This is not valid.',
}
