import type { Node } from '../source/ast.ts'
import { findOne } from '../source/find.ts'
import type { Change } from './operators.ts'

const endOfCondition = /^(?:and|order by|group by|returning|limit|for update|for no key update)\b|^[\n`]/

/** Removes the condition of an SQL statement that begins at the `and` or `where` before the marker. */
export const dropCondition =
  (marker: string): Change =>
  place => {
    const isSql = ({ type }: Node) => type === 'TemplateLiteral'
    const { node } = findOne(place, 'an SQL statement', [marker], isSql)
    const sql = place.source.text.slice(node.start, node.end)
    const at = sql.indexOf(marker)
    if (sql.indexOf(marker, at + 1) >= 0) throw new Error(`${place.source.file}: “${marker}” stands twice in the SQL`)
    const [last] = [...sql.slice(0, at).matchAll(/\b(?:and|where)\b/g)].slice(-1)
    if (!last) throw new Error(`${place.source.file}: “${marker}” is in no condition`)
    const after = last.index + last[0].length
    const end = endOf(sql, after)
    // Without the first condition, the next one follows the `where`.
    const isFirst = last[0] === 'where' && sql.startsWith('and', end)
    const [from, to] = isFirst ? [after, end + 'and'.length] : [last.index, end]
    return [{ start: node.start + from, end: node.start + to, text: '' }]
  }

function endOf(sql: string, from: number): number {
  let depth = 0
  for (let at = from; at < sql.length; at++) {
    if ('({'.includes(sql[at] ?? '')) depth += 1
    if (')}'.includes(sql[at] ?? '')) depth -= 1
    if (depth < 0 || (depth === 0 && at > from && endOfCondition.test(sql.slice(at)))) return at
  }
  return sql.length
}

/** Removes a word of a file that is not TypeScript. */
export const dropWord =
  (word: string): Change =>
  ({ source, node }) => {
    const start = source.text.indexOf(word, node.start)
    if (start < 0 || start >= node.end) throw new Error(`${source.file}: there is no “${word}”`)
    return [{ start, end: start + word.length, text: '' }]
  }

/** Replaces a statement of a file that is not TypeScript. */
export const becomes =
  (text: string): Change =>
  ({ node }) => [{ start: node.start, end: node.end, text }]
