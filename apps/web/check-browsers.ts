// Fails if a file of the build calls what one of the oldest browsers that count does not have (`browserslist` in package.json).
// The build itself lowers syntax. This looks for functions, classes and styles. A property that is only read looks like any other:
// e2e/every-page/old-browser.ts takes those away, and uses the pages without them.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Identifier } from '@mdn/browser-compat-data'
import { css, isKnown, knownNames, lackedGlobals, lackedMembers } from './browser-support.ts'

/** What the code asks for before it uses it, or what no one misses. */
const notMissed: Record<string, string> = {
  'forced-color-adjust': 'a QR code keeps its colours',
  captureStackTrace: 'zod and React ask whether Error has it',
  startViewTransition: 'React asks whether the document has it',
  ':-webkit-inner-spin-button': 'a rule of its own in Tailwind, for one engine',
  ':open': 'a rule of its own, for selects and dialogs of the browser',
  ':popover-open': 'a rule of its own, for popovers',
  toArray: 'that of React.Children',
  '-webkit-tap-highlight-color': 'for phones',
  '@starting-style': 'what appears does so at once',
  '@property': 'Tailwind sets the same values without it',
  'rgb(from ': 'Tailwind asks for it in @supports',
  resize: 'text areas keep their size',
  'text-wrap': 'lines break as usual',
  'user-select': 'with its prefix for Safari',
}

/** A method of one word, such as `check`, may be anybody's: only a name like `checkVisibility` tells what is meant. */
const telling = lackedMembers.filter(
  ({ name, isBuiltin, isStatic }) => isBuiltin || isStatic || /[a-z][A-Z]/.test(name),
)
const lacked = new Map<string, Set<string>>()
for (const { owner, name } of telling) lacked.set(name, (lacked.get(name) ?? new Set()).add(owner))

function findInScript(code: string): Set<string> {
  const used = new Set<string>()
  for (const [, name = ''] of code.matchAll(/\.([\w$]{2,})\(/g))
    if (lacked.has(name) && !knownNames.has(name)) used.add(name)
  // The class tells which member is meant, as in `AbortSignal.any`.
  for (const [whole, owner = '', name = ''] of code.matchAll(/(?<![\w$.])([A-Z]\w+)\.([\w$]+)(?=\()/g))
    if (lacked.get(name)?.has(owner) && !used.has(name)) used.add(whole)
  for (const [name] of code.matchAll(/(?<![\w$.'"`-])[A-Z]\w{3,}(?=[(.])/g)) if (lackedGlobals.has(name)) used.add(name)
  return used
}

const styles = [
  [/::?([a-z-]+)(?=[^{}]*\{)/g, css.selectors, ':'],
  [/[{;]([a-z-]+):/g, css.properties, ''],
  [/@([a-z-]+)/g, css['at-rules'], '@'],
] as const

function findInStyles(code: string): Set<string> {
  const used = new Set<string>()
  for (const [pattern, group, sign] of styles)
    for (const [, name = ''] of code.matchAll(pattern))
      if (Object.hasOwn(group, name) && !isKnown(group[name] as Identifier)) used.add(sign + name)
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
