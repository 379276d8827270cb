import mdn from '@mdn/browser-compat-data' with { type: 'json' }
import type { Identifier, SupportStatement } from '@mdn/browser-compat-data'
import { browsers } from './browsers.ts'

// What the oldest browsers that count have and lack (`browserslist` in package.json), from MDN's data.

const mdnNames: Record<string, string> = { ios_saf: 'safari_ios' }

function isNewer(version: string, oldest: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor > oldestMinor)
}

const has = (statement: SupportStatement | undefined, oldest: string): boolean =>
  [statement].flat().some(
    each =>
      typeof each?.version_added === 'string' &&
      /\d/.test(each.version_added) &&
      !(each.flags || each.prefix || each.alternative_name) &&
      // Where the rest of it came later, the first part was there before.
      (!each.version_removed || each.partial_implementation === true) &&
      !isNewer(each.version_added.replace('≤', ''), oldest),
  )

/** Whether every browser that counts has it. */
export const isKnown = ({ __compat: compat }: Identifier): boolean =>
  compat === undefined ||
  browsers.every(({ id, version }) => has(compat.support[(mdnNames[id] ?? id) as never], version))

const childrenOf = (identifier: Identifier): [string, Identifier][] =>
  Object.entries(identifier).filter(([name]) => name !== '__compat') as [string, Identifier][]

const builtins = childrenOf(mdn.javascript?.builtins as Identifier)
const owners = [...builtins, ...childrenOf(mdn.api as Identifier)]

/** A member of a class, such as `Promise.try` (static) or `URLSearchParams.prototype.size`. */
export interface Member {
  owner: string
  name: string
  isStatic: boolean
  isBuiltin: boolean
}

const membersOf = ([owner, identifier]: [string, Identifier], index: number) =>
  childrenOf(identifier).map(([key, member]) => ({
    owner,
    name: key.replace(/_static$/, ''),
    isStatic: key.endsWith('_static'),
    isBuiltin: index < builtins.length,
    isKnown: isKnown(member),
  }))

const members = owners.flatMap((each, index) => (isKnown(each[1]) ? membersOf(each, index) : []))

/** Names of members that at least one class has in every browser. */
export const knownNames = new Set(members.filter(member => member.isKnown).map(({ name }) => name))

/** The members that some browser lacks, of classes that every browser has. */
export const lackedMembers: readonly Member[] = members.filter(member => !member.isKnown)

/** Classes and functions of the global scope that some browser lacks. */
export const lackedGlobals: ReadonlySet<string> = new Set(
  owners.filter(([, identifier]) => !isKnown(identifier)).map(([owner]) => owner),
)

export const css = mdn.css as Record<'selectors' | 'properties' | 'at-rules', Identifier>
