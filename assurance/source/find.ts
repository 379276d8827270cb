import { type Node, type Source, walk } from './ast.ts'
import { literal } from './literal.ts'

/** Part of a file: a declaration, or a part of it that an operator chose. */
export interface Place {
  readonly source: Source
  readonly node: Node
}

/** A node that was found, and its parent. */
export interface Found {
  readonly node: Node
  readonly parent: Node
}

/** The markers that a text must mention: whole words, with any white space. */
export type Markers = readonly [string, ...string[]]

export function mentions(source: Source, { start, end }: Node, markers: Markers): boolean {
  const text = source.code.slice(start, end)
  return markers.every(marker => patternOf(marker).test(text))
}

/** Allows white space where the formatter could put it. */
function patternOf(marker: string): RegExp {
  const pieces = marker.match(/[\w$]+|\s+|[^\w$\s]/g) ?? []
  const pattern = pieces.map(piece => (piece.trim() ? literal(piece) : '\\s+')).join('\\s*')
  return new RegExp(
    `${/^[\w$]/.test(marker) ? '(?<![\\w$])' : ''}${pattern}${/[\w$]$/.test(marker) ? '(?![\\w$])' : ''}`,
  )
}

/**
 * Finds the innermost node of a kind that mentions the markers.
 * @throws if there is none, or more than one
 */
export function findOne(
  { source, node }: Place,
  what: string,
  markers: Markers,
  isOne: (node: Node, parent: Node) => boolean,
): Found {
  const all = [...pairs(node)].filter(({ node: each, parent }) => isOne(each, parent))
  const matching = all.filter(({ node: each }) => mentions(source, each, markers))
  // `pairs` lists inner nodes after outer ones, even if both cover the same text.
  const innermost = matching.filter(
    ({ node: outer }, at) => !matching.slice(at + 1).some(({ node: inner }) => isWithin(inner, outer)),
  )
  const [first, ...others] = innermost
  if (!first || others.length > 0)
    throw new Error(`${source.file}: ${innermost.length} places for ${what} with “${markers.join('” and “')}”, not one`)
  return first
}

function* pairs(node: Node): Generator<Found> {
  for (const parent of walk(node))
    for (const value of Object.values(parent).flat())
      if (typeof value === 'object' && value !== null && 'type' in value) yield { node: value as Node, parent }
}

const isWithin = (inner: Node, outer: Node) => outer.start <= inner.start && inner.end <= outer.end
