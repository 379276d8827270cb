import { child, list, type Node } from '../source/ast.ts'
import { isFunction } from '../source/declarations.ts'
import { type Found, findOne, type Markers, mentions, type Place } from '../source/find.ts'

/** Replaces the text between two positions of a file. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A change to a guard. It finds its place by markers: identifiers, calls or short phrases that a refactoring keeps. */
export type Change = (place: Place) => Edit[]

const put = ({ start, end }: Pick<Node, 'start' | 'end'>, text: string): Edit[] => [{ start, end, text }]
const textOf = ({ source }: Place, { start, end }: Node) => source.text.slice(start, end)

const isStatement = ({ type }: Node) => /Statement$/.test(type) && type !== 'BlockStatement'
const isStatementOrDeclaration = (node: Node) => isStatement(node) || node.type === 'VariableDeclaration'
const findStatement = (place: Place, markers: Markers) =>
  findOne(place, 'a statement', markers, isStatementOrDeclaration).node

/** Removes the statement that mentions the markers. An `if` with the markers in its condition is removed as a whole. */
export const dropStatement =
  (...markers: Markers): Change =>
  place =>
    put(findStatement(place, markers), ';')

/** Replaces the statement that mentions the marker. */
export const statementBecomes =
  (marker: string, text: string): Change =>
  place =>
    put(findStatement(place, [marker]), `${text};`)

/** Inserts a statement before the one that mentions the marker. */
export const before =
  (marker: string, text: string): Change =>
  place => {
    const { start } = findStatement(place, [marker])
    return put({ start, end: start }, `${text};\n`)
  }

/** Moves a statement behind a later one. */
export const moveAfter =
  (marker: string, later: string): Change =>
  place => {
    const [moved, target] = [findStatement(place, [marker]), findStatement(place, [later])]
    return [...put(moved, ';'), ...put({ start: target.end, end: target.end }, `;\n${textOf(place, moved)}`)]
  }

/** Inserts a statement at the beginning of the innermost function that mentions the marker. */
export const begin =
  (marker: string, text: string): Change =>
  place => {
    const { node } = findOne(place, 'a function', [marker], isFunction)
    const body = child(node, 'body')
    if (body?.type !== 'BlockStatement') throw new Error(`${place.source.file}: the function has no block`)
    return put({ start: body.start + 1, end: body.start + 1 }, `\n${text};`)
  }

/** Replaces the innermost function that mentions the marker. */
export const functionBecomes =
  (marker: string, text: string): Change =>
  place =>
    put(findOne(place, 'a function', [marker], isFunction).node, text)

/** Replaces the condition of the `if` or `? :` whose condition mentions the marker. */
export const conditionBecomes =
  (marker: string, text: string): Change =>
  place => {
    const isTest = (node: Node, parent: Node) =>
      ['IfStatement', 'ConditionalExpression'].includes(parent.type) && child(parent, 'test') === node
    return put(findOne(place, 'a condition', [marker], isTest).node, text)
  }

/** Makes that condition always false. */
export const never = (marker: string): Change => conditionBecomes(marker, 'false')

/** Makes that condition always true. */
export const always = (marker: string): Change => conditionBecomes(marker, 'true')

/** Runs the branch of an `if` without its condition. */
export const unguard =
  (marker: string): Change =>
  place => {
    const isGuarded = (node: Node, parent: Node) =>
      parent.type === 'IfStatement' && child(parent, 'consequent') === node
    const { parent } = findOne(place, 'what an `if` guards', [marker], isGuarded)
    return put(child(parent, 'test') ?? parent, 'true')
  }

/** Removes an entry of a list, with its comma. */
const dropFrom =
  (what: string, part: string, type: string) =>
  (...markers: Markers): Change =>
  place => {
    const isEntry = (node: Node, parent: Node) => parent.type === type && list(parent, part).includes(node)
    const { node, parent } = findOne(place, what, markers, isEntry)
    const entries = list(parent, part)
    const at = entries.indexOf(node)
    const [previous, next] = [entries[at - 1], entries[at + 1]]
    if (previous) return put({ start: previous.end, end: node.end }, '')
    return put({ start: node.start, end: next?.start ?? node.end }, '')
  }

/** Removes a property or a spread of an object literal. */
export const dropProperty = dropFrom('a property', 'properties', 'ObjectExpression')
/** Removes an element of an array literal. */
export const dropElement = dropFrom('an element', 'elements', 'ArrayExpression')
/** Removes an argument of a call. */
export const dropArgument = dropFrom('an argument', 'arguments', 'CallExpression')

/** Replaces a property of an object literal by one or more others. */
export const propertyBecomes =
  (marker: string, text: string): Change =>
  place => {
    const isProperty = (node: Node, parent: Node) =>
      parent.type === 'ObjectExpression' && list(parent, 'properties').includes(node)
    return put(findOne(place, 'a property', [marker], isProperty).node, text)
  }

/** Removes an operand of `&&`, `||` or `??`. */
export const dropOperand =
  (...markers: Markers): Change =>
  place => {
    const isOperand = (node: Node, { type }: Node) => type === 'LogicalExpression' && node.type !== type
    const { node, parent } = findOne(place, 'an operand', markers, isOperand)
    const other = child(parent, 'left') === node ? child(parent, 'right') : child(parent, 'left')
    return put(parent, other ? textOf(place, other) : '')
  }

/** Finds the call of this name whose arguments mention `about`. */
function findCall(place: Place, name: string, about: readonly string[]): Found {
  const isCall = (node: Node) => {
    const callee = node.type === 'CallExpression' ? child(node, 'callee') : null
    if (!callee) return false
    const called = textOf(place, callee).replaceAll(/\s+/g, '')
    return called === name || called.endsWith(`.${name}`)
  }
  const [first = name, ...others] = about
  return findOne(place, `a call of ${name}`, [first, ...others], isCall)
}

/** Replaces a call by a value. */
export const callBecomes =
  (name: string, text: string, ...about: string[]): Change =>
  place =>
    put(findCall(place, name, about).node, text)

/** Replaces a call by its first argument. */
export const argumentOf =
  (name: string): Change =>
  place => {
    const { node } = findCall(place, name, [])
    const [argument] = list(node, 'arguments')
    return put(node, argument ? textOf(place, argument) : '')
  }

/** Replaces a method call by its object: `text` for `text.trim()`. */
export const objectOf =
  (name: string, ...about: string[]): Change =>
  place => {
    const { node } = findCall(place, name, about)
    const callee = child(node, 'callee')
    const object = callee && child(callee, 'object')
    return put(node, object ? textOf(place, object) : '')
  }

/** Gives a constant or variable another value. */
export const valueBecomes =
  (name: string, text: string): Change =>
  place => {
    const isDeclarator = (node: Node) => {
      const id = node.type === 'VariableDeclarator' ? child(node, 'id') : null
      return id !== null && mentions(place.source, id, [name])
    }
    const { node } = findOne(place, 'a variable', [name], isDeclarator)
    return put(child(node, 'init') ?? node, text)
  }

/** Replaces the expression with exactly this code. */
export const expressionBecomes =
  (expression: string, text: string): Change =>
  place => {
    // The formatter adds a comma when it breaks a list into lines.
    const bare = (code: string) => code.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '')
    const isIt = ({ start, end, type }: Node) =>
      !isStatement({ start, end, type }) && bare(place.source.code.slice(start, end)) === bare(expression)
    return put(findOne(place, 'an expression', [expression], isIt).node, text)
  }

/** Replaces the expression of a template that mentions the marker by an empty text. */
export const blankInTemplate =
  (marker: string): Change =>
  place => {
    const isFilledIn = (node: Node, parent: Node) =>
      parent.type === 'TemplateLiteral' && list(parent, 'expressions').includes(node)
    return put(findOne(place, 'an expression of a template', [marker], isFilledIn).node, "''")
  }

/** Applies a change within the innermost statement that mentions the marker. */
export const within =
  (marker: string, change: Change): Change =>
  place =>
    change({ ...place, node: findStatement(place, [marker]) })

/** Applies several changes. */
export const all =
  (...changes: readonly Change[]): Change =>
  place =>
    changes.flatMap(change => change(place))
