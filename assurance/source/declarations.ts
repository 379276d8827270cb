import { child, childrenOf, type Node, part, type Source } from './ast.ts'

/** A function, constant or property, by its name and the names around it: `openSessionCache.find`. */
export interface Declaration {
  readonly name: string
  readonly node: Node
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

export const isFunction = ({ type }: Node): boolean => functions.has(type)

/** All declarations of a file that have a name and a value. */
export function declarationsIn({ program }: Source): Declaration[] {
  const found: Declaration[] = []
  const visit = (node: Node, around: string) => {
    const own = nameOf(node)
    const name = own === null ? around : [around, own].filter(Boolean).join('.')
    if (own !== null) found.push({ name, node })
    for (const each of childrenOf(node)) visit(each, name)
  }
  visit(program, '')
  return found
}

function nameOf(node: Node): string | null {
  if (node.type === 'FunctionDeclaration') return textOf(child(node, 'id'))
  if (node.type === 'VariableDeclarator') return child(node, 'init') && textOf(child(node, 'id'))
  const value = child(node, 'value')
  if (node.type !== 'Property' || !value) return null
  return isFunction(value) || value.type === 'ObjectExpression' ? textOf(child(node, 'key')) : null
}

/** The name of an identifier, or the value of a string. */
function textOf(node: Node | null): string | null {
  if (node?.type === 'Identifier') return part(node, 'name') as string
  const value = node?.type === 'Literal' ? part(node, 'value') : null
  return typeof value === 'string' ? value : null
}
