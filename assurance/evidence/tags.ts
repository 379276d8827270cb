import { parseSync, Visitor } from 'oxc-parser'

/** What a tag names, and where it stands: a test or a group of them, or a heading of a document. */
export interface Tag {
  readonly file: string
  /** The titles of the groups around it, and its own, as they are written: `refuses %s`. */
  readonly titles: readonly string[]
  readonly ids: readonly string[]
}

interface Declaration {
  readonly title: string
  readonly start: number
  readonly end: number
}

const tagOf = (comment: string) =>
  comment
    .match(/^\s*evidence:(.*)$/)?.[1]
    ?.trim()
    .split(/\s+/)

/**
 * The tags of a test file: `// evidence: V6.2.4 bug-5` on a line of its own, above `it`, `test` or `describe`.
 * @throws where a tag is followed by anything else
 */
export function tagsIn(text: string, file: string): Tag[] {
  const { program, comments } = parseSync(file, text)
  const declarations = declarationsIn(program)
  const ends = comments.map(({ start, end }) => ({ start, end }))

  function declarationAfter(position: number): Declaration | undefined {
    const next = text.slice(position).search(/\S/) + position
    const comment = ends.find(({ start }) => start === next)
    return comment ? declarationAfter(comment.end) : declarations.find(({ start }) => start === next)
  }

  return comments.flatMap(comment => {
    const ids = tagOf(comment.value)
    if (!ids) return []
    const tagged = declarationAfter(comment.end)
    if (!tagged) throw new Error(`${file}: the tag “${ids.join(' ')}” stands above no test`)
    const around = declarations.filter(({ start, end }) => start < tagged.start && tagged.end <= end)
    return { file, titles: [...around, tagged].map(({ title }) => title), ids }
  })
}

/** The titles of every test and group of a file, as they are written. */
export const titlesIn = (text: string, file: string): string[] =>
  declarationsIn(parseSync(file, text).program).map(({ title }) => title)

/** Whether a name, or its part, is that of a test: in a title `%s` or `$case` stands for anything. */
export function isTitle(title: string, name: string): boolean {
  const pieces = title.split(placeholder)
  return (
    title.includes(name) || (pieces.length > 1 && pieces.some(Boolean) && pieces.every(piece => name.includes(piece)))
  )
}

const placeholder = /%[sdifjoO#]|\$[\w.]+/

/** The tags of a document: `<!-- evidence: V6.1.1 -->` below the heading that answers it. */
export function tagsInDocument(text: string, file: string): Tag[] {
  let heading: string | undefined
  return text.split('\n').flatMap(line => {
    heading = line.match(/^#+ (.*)/)?.[1] ?? heading
    const ids = tagOf(line.match(/^<!--(.*)-->$/)?.[1] ?? '')
    if (!ids) return []
    if (heading === undefined) throw new Error(`${file}: the tag “${ids.join(' ')}” stands below no heading`)
    return { file, titles: [heading], ids }
  })
}

type Program = ReturnType<typeof parseSync>['program']
type Call = Parameters<NonNullable<ConstructorParameters<typeof Visitor>[0]['CallExpression']>>[0]

/** The tests and groups of a file, in the order in which they begin. */
function declarationsIn(program: Program): Declaration[] {
  const found: Declaration[] = []
  new Visitor({
    CallExpression: call => {
      const [title, ...others] = call.arguments
      const hasBody = others.some(({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression')
      if (title && hasBody && ['it', 'test', 'describe'].includes(rootOf(call.callee)))
        found.push({ title: titleOf(title), start: call.start, end: call.end })
    },
  }).visit(program)
  return found.sort((a, b) => a.start - b.start)
}

/** `it` of `it.each([…])`. */
function rootOf(callee: Call['callee']): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'MemberExpression') return rootOf(callee.object)
  return callee.type === 'CallExpression' ? rootOf(callee.callee) : ''
}

/** What is filled in where a test is declared for each of several cases reads `%s`, as in the titles of `it.each`. */
function titleOf(argument: Call['arguments'][number]): string {
  if (argument.type === 'Literal' && typeof argument.value === 'string') return argument.value
  return argument.type === 'TemplateLiteral' ? argument.quasis.map(({ value }) => value.cooked).join('%s') : '%s'
}
