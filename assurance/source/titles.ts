import { child, list, type Node, part, type Source, walk } from './ast.ts'
import { literal } from './literal.ts'

interface Declared {
  readonly title: string
  readonly node: Node
}

/** The tests and groups of a file: each with the titles of its groups, then its own, as written. */
export function titlesIn({ program }: Source): string[][] {
  const declared = [...walk(program)].flatMap(node => {
    const title = titleOf(node)
    return title === null ? [] : [{ title, node }]
  })
  return declared
    .map(each => [...declared.filter(other => isAround(other, each)).sort((a, b) => a.node.start - b.node.start), each])
    .map(titles => titles.map(({ title }) => title))
}

const isAround = ({ node: outer }: Declared, { node: inner }: Declared) =>
  outer !== inner && outer.start <= inner.start && inner.end <= outer.end

/** The title of a call of `it`, `test` or `describe`; `%s` stands for an inserted value. */
function titleOf(node: Node): string | null {
  const callee = node.type === 'CallExpression' ? child(node, 'callee') : null
  if (!callee || !['it', 'test', 'describe'].includes(rootOf(callee))) return null
  const [title, ...others] = list(node, 'arguments')
  const hasBody = others.some(({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression')
  if (!title || !hasBody) return null
  const value = title.type === 'Literal' ? part(title, 'value') : null
  if (typeof value === 'string') return value
  const quasis = list(title, 'quasis').map(quasi => (part(quasi, 'value') as { cooked: string }).cooked)
  return title.type === 'TemplateLiteral' ? quasis.join('%s') : '%s'
}

/** `it` of `it.each([…])`. */
function rootOf(callee: Node): string {
  if (callee.type === 'Identifier') return String(part(callee, 'name'))
  const inner = child(callee, callee.type === 'MemberExpression' ? 'object' : 'callee')
  return inner ? rootOf(inner) : ''
}

const placeholder = /%[sdifjoO#$]|\$[\w.]+/

/** A pattern for a title with its placeholders filled in. */
export const patternOf = (title: string): string => title.split(placeholder).map(literal).join('.*')

/** Whether a text is part of a title, its placeholders filled in or not. */
export function isPartOfTitle(title: string, text: string): boolean {
  const pieces = title.split(placeholder)
  return (
    title.includes(text) || (pieces.length > 1 && pieces.some(Boolean) && pieces.every(piece => text.includes(piece)))
  )
}
