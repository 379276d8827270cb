// Fails if a file of the build calls what one of the oldest browsers that count does not have (`browserslist` in package.json).
// The build itself lowers syntax. This looks for functions, classes and styles, and MDN's data says which browser has them.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import mdn from '@mdn/browser-compat-data' with { type: 'json' }
import type { Identifier, SupportStatement } from '@mdn/browser-compat-data'
import { browsers } from './browsers.ts'

/** What the code asks for before it uses it, or what no one misses. */
const notMissed: Record<string, string> = {
  captureStackTrace: 'zod, TanStack Router and React ask whether Error has it',
  checkVisibility: 'Base UI asks whether the element has it',
  startViewTransition: 'TanStack Router asks whether the document has it',
  ':-webkit-inner-spin-button': 'a rule of its own in Tailwind, for one engine',
  ':open': 'a rule of its own, for selects and dialogs of the browser',
  ':popover-open': 'a rule of its own, for popovers',
  toArray: 'that of React.Children',
  '-webkit-tap-highlight-color': 'for phones',
  '@property': 'Tailwind sets the same values without it',
  'rgb(from ': 'Tailwind asks for it in @supports',
  resize: 'text areas keep their size',
  'text-wrap': 'lines break as usual',
  'user-select': 'with its prefix for Safari',
}

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
const isKnown = ({ __compat: compat }: Identifier): boolean =>
  compat === undefined ||
  browsers.every(({ id, version }) => has(compat.support[(mdnNames[id] ?? id) as never], version))

const childrenOf = (identifier: Identifier): [string, Identifier][] =>
  Object.entries(identifier).filter(([name]) => name !== '__compat') as [string, Identifier][]

/** A method of one word, such as `check`, may be anybody's: only a name like `checkVisibility` tells what is meant. */
const isTelling = (name: string, isBuiltin: boolean) => isBuiltin || /[a-z][A-Z]/.test(name)

const known = new Set<string>()
/** The members that some browser lacks, with the classes that have them. */
const lacked = new Map<string, Set<string>>()
/** Classes and functions of the global scope that some browser lacks. */
const lackedGlobals = new Set<string>()
for (const [group, isBuiltin] of [
  [mdn.javascript?.builtins as Identifier, true],
  [mdn.api as Identifier, false],
] as const)
  for (const [owner, identifier] of childrenOf(group)) {
    if (!isKnown(identifier)) lackedGlobals.add(owner)
    else
      for (const [key, member] of childrenOf(identifier)) {
        const name = key.replace(/_static$/, '')
        if (isKnown(member)) known.add(name)
        else if (isTelling(name, isBuiltin) || key !== name)
          lacked.set(name, (lacked.get(name) ?? new Set()).add(owner))
      }
  }

function findInScript(code: string): Set<string> {
  const used = new Set<string>()
  for (const [, name = ''] of code.matchAll(/\.([\w$]{2,})\(/g))
    if (lacked.has(name) && !known.has(name)) used.add(name)
  // The class tells which member is meant, as in `AbortSignal.any`.
  for (const [whole, owner = '', name = ''] of code.matchAll(/(?<![\w$.])([A-Z]\w+)\.([\w$]+)(?=\()/g))
    if (lacked.get(name)?.has(owner) && !used.has(name)) used.add(whole)
  for (const [name] of code.matchAll(/(?<![\w$.'"`-])[A-Z]\w{3,}(?=[(.])/g)) if (lackedGlobals.has(name)) used.add(name)
  return used
}

const { selectors, properties, 'at-rules': rules } = mdn.css as Record<string, Identifier>
const styles = [
  [/::?([a-z-]+)(?=[^{}]*\{)/g, selectors, ':'],
  [/[{;]([a-z-]+):/g, properties, ''],
  [/@([a-z-]+)/g, rules, '@'],
] as const

function findInStyles(code: string): Set<string> {
  const used = new Set<string>()
  for (const [pattern, group, sign] of styles)
    for (const [, name = ''] of code.matchAll(pattern))
      if (group && Object.hasOwn(group, name) && !isKnown(group[name] as Identifier)) used.add(sign + name)
  for (const [whole] of code.matchAll(/\b(?:oklch|oklab|rgb|hsl|lch|lab|color)\(from /g)) used.add(whole)
  return used
}

const folder = path.join(import.meta.dirname, 'dist')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => /\.(js|css)$/.test(file))
const found = files.flatMap(file => {
  const code = readFileSync(path.join(folder, file), 'utf8')
  const used = file.endsWith('.js') ? findInScript(code) : findInStyles(code)
  return [...used].filter(name => !Object.hasOwn(notMissed, name)).map(name => `${file} uses ${name}\n`)
})
process.stdout.write(
  found.join('') || `${files.length} files call nothing newer than the oldest browsers that count.\n`,
)
process.exitCode = found.length > 0 ? 1 : 0
