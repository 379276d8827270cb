import { readFileSync } from 'node:fs'

/** What evidence is asked for: a requirement, a class of bugs, a fault. Tags name it by its id. */
export interface Item {
  readonly id: string
  readonly text: string
  /** It asks for a document. Anything else is about behaviour, which only a test can show. */
  readonly answer?: 'document'
  /** `false` where it is not aimed at. */
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
