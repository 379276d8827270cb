import type { Words } from '@latchkey/contracts/words/web'

export interface Problem {
  code: keyof Words['withProvider']['problems']
  /** The provider's name. */
  name: string
}

declare module '../../platform/router/location.ts' {
  interface HistoryState {
    /** What went wrong with a provider. */
    problem?: Problem
  }
}

/** The problem that an address names. A link may name anything, and a later version has more codes. `name` is null for an unknown provider. */
export function problemOf({ problems }: Words['withProvider'], code: string, name: string | null): Problem {
  if (name === null) return { code: 'unnamed', name: '' }
  return { code: Object.hasOwn(problems, code) ? (code as Problem['code']) : 'other', name }
}
