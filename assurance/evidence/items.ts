import { readFileSync } from 'node:fs'

/** Something that needs evidence: a requirement, a bug class or a fault. `map.json` names it by its id. */
export interface Item {
  readonly id: string
  readonly text: string
  /** The item asks for a document. All other items are about behaviour, which only a test can show. */
  readonly answer?: 'document'
  /** `false` if it is not a goal. */
  readonly target?: false
}

/** A requirement of OWASP ASVS 5.0 that applies here, in our words. */
export interface Requirement extends Item {
  readonly level: 1 | 2 | 3
}

/** A class of bugs that systems like this one had. */
export interface BugClass extends Item {
  readonly seen: string
}

export interface Fault extends Item {
  readonly asked: string
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'))

export const requirements: readonly Requirement[] = read('asvs')
export const bugClasses: readonly BugClass[] = read('bug-classes')
export const faults: readonly Fault[] = read('faults')
export const items: readonly Item[] = [...requirements, ...bugClasses, ...faults]

/** Why there is no evidence for an item, by its id. */
export const reasons: Readonly<Record<string, string>> = read('reasons')
