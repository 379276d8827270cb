import type { Mutation } from '../mutation.ts'
import { always, dropOperand, dropStatement, expressionBecomes, never } from '../operators.ts'

const tests = (name: string) => `identities/${name}.test.ts`
const signIn = { test: tests('sign-in') }
const link = { bugs: [47], test: tests('link') }

/** Which account a provider's word opens, and which it never does. */
export const identities: readonly Mutation[] = [
  {
    ...signIn,
    bugs: [46],
    guard: 'an account is found by issuer and subject together',
    in: 'find',
    file: 'identities/store.ts',
    change: expressionBecomes(
      'db.identity.findUnique({ where: { issuer_subject: { issuer, subject } }, include: { user: true } })',
      'db.identity.findFirst({ where: { subject }, include: { user: true } })',
    ),
    title: 'opens no account that the same address at another issuer signs in to (CVE-2023-3128)',
  },
  {
    ...signIn,
    bugs: [46, 47],
    guard: 'a verified address at a provider opens no account',
    in: 'arrive',
    change: always('isTrustedFor'),
    title: 'opens no account, though it is verified there (nOAuth)',
  },
  {
    ...signIn,
    bugs: [24, 47],
    guard: 'a sign-up by a provider ends what strangers began for the address',
    in: 'claimAddress',
    change: dropStatement('voidClaims'),
    title: 'ends the sign-up that a stranger left unfinished, with its password (pre-hijacking)',
  },
  {
    ...signIn,
    bugs: [],
    guard: 'an address that a former owner can reclaim makes no account',
    in: 'signUp',
    file: 'identities/sign-in.ts',
    change: dropStatement('remindOfReclaim'),
    title: 'that a former owner may reclaim makes no account',
  },
  {
    ...link,
    guard: 'an address that a provider did not verify is proven by our mail alone',
    in: 'requireLink',
    change: dropOperand('link.methods'),
    title: 'is linked to the account of the address by the code that was mailed there, and by nothing else',
  },
  {
    ...link,
    guard: 'a link waits for the browser that came back',
    in: 'requireLink',
    change: dropOperand('isBoundTo'),
    title: 'waits for its own browser, for half an hour',
  },
  {
    ...link,
    bugs: [39, 47],
    guard: 'an identity is linked only once the second factor is proven, in a trusted browser too',
    in: 'needsSecondFactor',
    change: dropOperand('identity'),
    title: 'needs the second factor in a trusted browser too',
  },
  {
    ...link,
    bugs: [39, 47],
    guard: 'what a provider says of a second factor counts for no account that it is not linked to',
    in: 'newIdentity',
    change: expressionBecomes("arriving(proven, null, ['fed'])", 'arriving(proven, null, proven.methods)'),
    title: 'that trust does not replace the second factor',
  },
  {
    ...link,
    guard: 'a link is used once',
    in: 'enterWith',
    change: dropStatement('closeChallenge'),
    title: 'is linked once the password is proven, and signs in alone from then on',
  },
  {
    ...link,
    test: tests('own-identities'),
    guard: 'an identity of somebody else is not linked',
    in: 'linkIdentity',
    file: 'identities/identity.ts',
    change: never('identity?.userId'),
    title: 'refuses what somebody else has, and says nothing of them',
  },
  {
    ...signIn,
    bugs: [],
    guard: "a provider's word on a second factor counts if the person's own proved the link",
    in: 'knownIdentity',
    change: expressionBecomes("since === null || createdAt >= since ? proven.methods : ['fed']", 'proven.methods'),
    title:
      'asks for it if the account was linked before, also where the provider asked for two: a thief may have linked it',
  },
  {
    ...signIn,
    bugs: [39],
    guard: "a provider's word on a second factor is judged once the account is locked",
    in: 'enterKnown',
    change: expressionBecomes('knownIdentity(account, proven, known)', 'knownIdentity(known as never, proven, known)'),
    title: 'asks for it too if that factor is added while the sign-in waits for the account',
  },
  {
    ...link,
    bugs: [],
    guard: 'a code to link ends with the access to the account',
    in: 'endAccess',
    change: dropStatement('voidLinks'),
    title: 'is not linked once the password of the account was reset, by a code from before',
  },
  {
    bugs: [],
    guard: 'an address in other letters is not verified',
    in: 'identityOf',
    file: 'providers/claims.ts',
    change: dropOperand('isPlain'),
    test: 'providers/hostile.test.ts',
    title: '%s',
  },
]
