import type { Mutation } from '../mutation.ts'
import { dropOperand, dropProperty, dropStatement } from '../operators.ts'

/** A browser that may do without the second factor: of one person, for 30 days, and until something happens to the account. */
export const trustedBrowsers: readonly Mutation[] = [
  {
    bugs: [39],
    guard: 'a changed password ends the trust in its own browser too',
    in: 'endAccess',
    change: dropStatement('endTrust'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'ends with a changed password, in that browser too',
  },
  {
    bugs: [39],
    guard: 'the trust in a browser ends after 30 days',
    in: 'findTrusted',
    change: dropProperty('trustedUntil'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'asks for no second factor for 30 days, and the session says that there was none',
  },
  {
    bugs: [42],
    guard: 'a trusted browser is trusted by one person',
    in: 'findTrusted',
    change: dropProperty('userId'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'is trusted for that person only',
  },
  {
    bugs: [39],
    guard: 'a browser is trusted only if the person asks for it',
    in: 'begin',
    file: 'sign-in/gate.ts',
    change: dropOperand('trustsBrowser'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'is one that the person named when they proved the factor, and no other',
  },
  {
    bugs: [39],
    guard: 'an API client is never trusted',
    in: 'begin',
    file: 'sign-in/gate.ts',
    change: dropOperand('browser'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'is never an API client',
  },
  {
    bugs: [39],
    guard: 'another factor ends the trust in browsers',
    in: 'addFactor',
    file: 'factors/changes.ts',
    change: dropStatement('endTrust'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'ends with another factor',
  },
  {
    bugs: [39],
    guard: 'a person can end the trust in one browser',
    in: 'endTrustOf',
    change: dropStatement('setTrust'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'is marked in the list of devices, and asked again once the person ends that',
  },
  {
    bugs: [39],
    guard: 'a browser that was revoked is no longer trusted',
    in: 'findTrusted',
    change: dropProperty('revokedAt'),
    test: 'sign-in/trusted-browser.test.ts',
    title: 'ends with its own session, if another browser ends that',
  },
]
