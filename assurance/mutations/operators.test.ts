import { describe, expect, test } from 'vitest'
import { parse } from '../source/ast.ts'
import { declarationsIn } from '../source/declarations.ts'
import {
  all,
  always,
  argumentOf,
  before,
  begin,
  blankInTemplate,
  type Change,
  callBecomes,
  dropArgument,
  dropElement,
  dropOperand,
  dropProperty,
  dropStatement,
  expressionBecomes,
  functionBecomes,
  moveAfter,
  never,
  objectOf,
  propertyBecomes,
  statementBecomes,
  unguard,
  valueBecomes,
  within,
} from './operators.ts'
import { apply } from './sources.ts'
import { dropCondition } from './text-operators.ts'

/** The body of a function after a change, on one line. */
function after(change: Change, body: string): string {
  const source = parse('a.ts', `async function guard(a, b, c) { ${body} }`)
  const [declaration] = declarationsIn(source)
  if (!declaration) throw new Error('There is no function.')
  const text = apply(source.text, change({ source, node: declaration.node }))
  parse('a.ts', text)
  return text
    .slice(text.indexOf('{') + 1, -1)
    .replaceAll(/[\s;]+/g, ' ')
    .trim()
}

const where = { before: 'find({ where: { id, userId } })', after: 'find({ where: { id } })' }

test.each<[string, Change, string, string]>([
  ['dropStatement', dropStatement('end'), 'await end(a); return b', 'return b'],
  ['dropStatement of an `if`', dropStatement('a'), 'if (a) throw b; return c', 'return c'],
  ['statementBecomes', statementBecomes('b', 'return c'), 'if (a) throw b', 'if (a) return c'],
  ['before', before('b', 'c()'), 'a(); b()', 'a() c() b()'],
  ['moveAfter', moveAfter('a', 'b'), 'a(); b(); c()', 'b() a() c()'],
  ['begin', begin('b', 'c()'), 'a(() => { b() })', 'a(() => { c() b() })'],
  ['functionBecomes', functionBecomes('b', 'c'), 'a(() => b())', 'a(c)'],
  ['never', never('b'), 'if (a || b) return c', 'if (false) return c'],
  ['always, of a conditional expression', always('a'), 'return a ? b : c', 'return true ? b : c'],
  ['unguard', unguard('b'), 'if (a) b(); if (a) c()', 'if (true) b() if (a) c()'],
  ['dropProperty', dropProperty('userId'), where.before, where.after],
  ['dropProperty, of what is spread', dropProperty('open'), 'find({ ...open(a), b })', 'find({ b })'],
  ['propertyBecomes', propertyBecomes('a', 'b: c'), 'find({ a: 1 })', 'find({ b: c })'],
  ['dropElement', dropElement('b'), 'return [a, b, c]', 'return [a, c]'],
  ['dropArgument', dropArgument('a'), 'return Math.min(a, b)', 'return Math.min(b)'],
  ['dropOperand', dropOperand('b'), 'return a && b && c', 'return a && c'],
  ['callBecomes', callBecomes('end', '0'), 'const n = await end(a)', 'const n = await 0'],
  ['argumentOf', argumentOf('parse'), 'return Email.parse(a)', 'return a'],
  ['objectOf', objectOf('slice'), 'return a.slice(0, 4).map(b)', 'return a.map(b)'],
  ['objectOf, by an argument', objectOf('replace', 'b'), 'return a.replace(c).replace(b)', 'return a.replace(c)'],
  ['valueBecomes', valueBecomes('n', 'b'), 'const { n } = a', 'const { n } = b'],
  ['expressionBecomes', expressionBecomes('a >= b', 'a === b'), 'if (a  >= b) c()', 'if (a === b) c()'],
  ['blankInTemplate', blankInTemplate('a'), 'return `${a}:${b}`', "return `${''}:${b}`"],
  ['within', within('b', dropProperty('x')), 'a({ x: 1 }); b({ x: 1 })', 'a({ x: 1 }) b({ })'],
  ['all', all(never('a'), dropStatement('c')), 'if (a) b(); c()', 'if (false) b()'],
  [
    'dropCondition',
    dropCondition('b ='),
    'sql`select from t where a = 1 and b = 2`',
    'sql`select from t where a = 1 `',
  ],
  ['dropCondition, of the first', dropCondition('a ='), 'sql`select where a = 1 and b = 2`', 'sql`select where b = 2`'],
  [
    'dropCondition, in parentheses',
    dropCondition('b ='),
    'sql`where a and (b = 1 or c) order by d`',
    'sql`where a order by d`',
  ],
])('%s', (_, change, body, expected) => {
  expect(after(change, body)).toBe(expected)
})

describe('a change says so', () => {
  test.each([
    ['where its marker is gone', dropStatement('x'), 'a()'],
    ['where its marker stands twice', dropStatement('a'), 'a(1); a(2)'],
    ['where only a comment has its marker', dropStatement('x'), '/* x */ a()'],
    ['where only a longer name has it', dropStatement('a'), 'ab(); b_a()'],
  ])('%s', (_, change, body) => {
    expect(() => after(change, body)).toThrow(/places for/)
  })
})
