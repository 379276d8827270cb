/** The pages behind mailed links, and links that can't be used. */
export const links = {
  incompleteTitle: 'Open the link again',
  incomplete: "This page doesn't keep what the link held. The link still works: open it from the email again.",
  invalidTitle: 'This link is no longer valid',
  invalid: 'It was used, it has expired, or a newer one took its place.',
  toSignIn: 'Go to the sign-in page',
}
