import { parseSync } from 'oxc-parser'

/** A node of the syntax tree, with the fields that every node has. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** A parsed file. */
export interface Source {
  readonly file: string
  readonly text: string
  /** The same text with comments replaced by spaces, so that no comment counts as code. */
  readonly code: string
  readonly program: Node
}

/** Parses a TypeScript file. @throws if it is not valid TypeScript */
export function parse(file: string, text: string): Source {
  const { program, comments, errors } = parseSync(file, text)
  const [error] = errors
  if (error) throw new Error(`${file}: ${error.message}`)
  let code = text
  for (const { start, end } of comments)
    code = code.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, ' ') + code.slice(end)
  return { file, text, code, program }
}

/** A field of a node, by its name in the ESTree format. */
export const part = (node: Node, name: string): unknown => (node as unknown as Record<string, unknown>)[name]

/** A field that is a node; null if it is not. */
export function child(node: Node, name: string): Node | null {
  const value = part(node, name)
  return isNode(value) ? value : null
}

/** A field that is a list of nodes; empty if it is not. */
export function list(node: Node, name: string): readonly Node[] {
  const value = part(node, name)
  return Array.isArray(value) ? value.filter(isNode) : []
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'

/** The nodes directly below a node, in no particular order. */
export const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)

/** A node and everything below it. */
export function* walk(node: Node): Generator<Node> {
  yield node
  for (const each of childrenOf(node)) yield* walk(each)
}
