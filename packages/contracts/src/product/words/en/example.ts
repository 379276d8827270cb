/** The example of a page of your own. It is for developers. */
export const example = {
  title: 'Example',
  intro: 'Only signed-in people can open this page. Delete it when you have one of your own.',
  answer: 'The API answers:',
  files: 'Two files make it:',
  answers: 'answers',
  shows: 'shows the answer',
}
