import type { Mutation } from '../mutation.ts'
import { dropArgument, dropOperand, dropProperty, dropStatement, expressionBecomes, never } from '../operators.ts'

const tests = (name: string) => `identities/${name}.test.ts`
const callback = { bugs: [48], test: tests('callback') }
const own = { bugs: [49], test: tests('own-identities') }
const handOver = { bugs: [48], test: tests('hand-over') }
const confirm = { bugs: [23], in: 'confirmByProven', test: tests('confirm-with') }

/** The way to a provider and back, what it links and confirms, and how it ends. */
export const waysToProviders: readonly Mutation[] = [
  {
    ...callback,
    guard: 'a callback counts in the browser that began the way',
    in: 'takeFlow',
    change: dropOperand('isElsewhere'),
    title: 'counts in the browser that began the way only, and another one ends no way (login CSRF)',
  },
  {
    ...callback,
    guard: 'a callback of one provider ends no way to another',
    in: 'takeFlow',
    change: dropOperand('payload.provider'),
    title: 'of another provider, or moved to its path, is refused (mix-up)',
  },
  {
    ...callback,
    guard: 'a callback counts once',
    in: 'takeFlow',
    change: dropStatement('closeVisitorChallenge'),
    title: 'counts once',
  },
  {
    ...callback,
    guard: 'the way to a provider begins from our own pages',
    in: 'askToSignIn',
    change: dropStatement('cross_origin'),
    title: 'begins from our own pages only',
  },
  {
    ...callback,
    bugs: [35],
    guard: 'the way back from a provider leads to a page of ours',
    in: 'beginFlow',
    change: expressionBecomes('localPath(intent.return)', 'intent.return'),
    title: 'never leads back to %s',
  },
  {
    ...own,
    bugs: [48],
    guard: 'a link in the settings counts in the session that asked',
    in: 'requireSameSession',
    change: dropStatement('expired'),
    title: 'counts in the session that asked, and in no later one',
  },
  {
    ...own,
    bugs: [42],
    test: tests('sign-in'),
    guard: 'what waits for a page waits for its browser',
    in: 'takeParked',
    change: dropOperand('isBoundTo'),
    title: 'asks for the second factor, once, in the browser that came back',
  },
  {
    ...own,
    guard: 'unlinking ends the sessions that the identity began',
    in: 'unlinkIdentity',
    file: 'identities/own-identities.ts',
    change: dropStatement('endSessionsOfIdentity'),
    title: 'ends the sessions that it began, but for this one, and no other',
  },
  {
    ...own,
    guard: 'a sign-in that waits does not link again what was unlinked',
    in: 'useIdentity',
    change: expressionBecomes(
      'id === null ? await linkIdentity(account, identity) : null',
      'await linkIdentity(account, identity)',
    ),
    title: 'ends a sign-in that waits for the second factor, and does not link it again',
  },
  {
    ...own,
    guard: 'a disabled provider links nothing that came from it before',
    in: 'useIdentity',
    change: dropStatement('providers.find'),
    test: tests('callback'),
    title: 'links nothing that came from it before',
  },
  {
    ...own,
    bugs: [43],
    guard: 'unlinking leaves a way to sign in',
    in: 'unlinkIdentity',
    file: 'identities/own-identities.ts',
    change: dropStatement('last_factor'),
    title: 'never removes the last way in; a disabled provider is none',
  },
  {
    ...confirm,
    guard: 'a provider confirms a session by a sign-in since then alone',
    change: dropStatement('expired'),
    title: 'takes no sign-in there from %s before',
  },
  {
    ...confirm,
    guard: 'a provider confirms nothing by a time of long ago',
    in: 'checkTime',
    change: never('toleranceSeconds'),
    title: 'takes no sign-in there from %s before',
  },
  {
    ...confirm,
    guard: 'a provider confirms a session by an identity of its person alone',
    change: dropOperand('identity?.userId'),
    title: 'takes no other account there, and none of another person',
  },
  {
    bugs: [],
    guard: 'a logout token that is sent again ends no later sign-in',
    in: 'end',
    file: 'back-channel/service.ts',
    change: dropArgument('openedBy'),
    test: 'identities/back-channel/back-channel.test.ts',
    title: 'ends no sign-in that began to wait after it, however often it is sent',
  },
  {
    bugs: [],
    guard: '"this wasn\'t me" unlinks what a thief linked',
    in: 'undo',
    file: 'recovery/undo.ts',
    change: dropStatement('takeBackIdentities'),
    test: tests('not-me'),
    title: 'unlinks it, and keeps one that was linked before',
  },
  {
    ...handOver,
    guard: 'the code of an API client is worth nothing without its verifier',
    in: 'exchange',
    change: dropOperand('isHashOf'),
    title: 'gets nothing for a code with another verifier, and the code is used up',
  },
  {
    ...handOver,
    guard: 'the code of an API client counts once',
    in: 'exchange',
    change: dropOperand('closeVisitorChallenge'),
    title: 'gets one session for a code, of many attempts at once',
  },
  {
    ...handOver,
    bugs: [],
    guard: 'an app makes its person see where they sign in',
    in: 'beginHandOver',
    change: dropProperty('prompt'),
    title: 'uses no session that is open at the provider: the person signs in there again',
  },
  {
    ...handOver,
    guard: 'a code goes to an address of the settings alone',
    in: 'beginHandOver',
    change: dropStatement('isOurs'),
    title: 'is refused unless APP_REDIRECTS names it: %s',
  },
]
