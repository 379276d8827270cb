import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isTest, isTesting, placeOf } from './place.ts'
import { readSources, type Source } from './sources.ts'
import { type House, houses } from './table.ts'

// Draws the graph in docs/architecture.md from the imports as they are: `node tools/floors/draw.ts` writes it, a test
// compares it.
const document = fileURLToPath(new URL('../../docs/architecture.md', import.meta.url))
const between = /(?<=<!-- floors: drawn by tools\/floors\/draw\.ts -->\n).*(?=<!-- \/floors -->)/s

type Graph = Map<string, Set<string>>

export function readDrawing(sources: readonly Source[]): { inDocument: string | undefined; drawn: string } {
  const drawings = houses.filter(({ folder }) => folder.startsWith('apps/')).map(house => draw(house, sources))
  return { inDocument: readFileSync(document, 'utf8').match(between)?.[0], drawn: `\n${drawings.join('\n')}\n` }
}

function draw(house: House, sources: readonly Source[]): string {
  const graph = unitsOf(house, sources)
  const rounded = [...graph.keys()]
    .filter(unit => unit.startsWith('['))
    .map(unit => `  ${nameOf(unit)}([${nameOf(unit)}])`)
  const arrows = [...graph].flatMap(([unit, below]) =>
    [...below].filter(other => !isImplied(graph, unit, other)).map(other => `  ${nameOf(unit)} --> ${nameOf(other)}`),
  )
  return `\`\`\`mermaid\nflowchart TD\n${[...rounded, ...arrows].join('\n')}\n\`\`\`\n`
}

/** Which unit of a house imports which, in the order of its floors; another package is one unit. Tests don't count. */
function unitsOf(house: House, sources: readonly Source[]): Graph {
  const graph: Graph = new Map(house.floors.flat().map(unit => [unit, new Set()]))
  for (const { file, imports } of sources) {
    const from = placeOf(file)
    if (from?.house !== house || isTest(file) || isTesting(file)) continue
    for (const imported of imports) {
      const to = placeOf(imported)
      const unit = to?.house === house ? to.unit : to?.house.name.replace('@latchkey/', '')
      if (unit !== undefined && unit !== from.unit) graph.get(from.unit)?.add(unit)
    }
  }
  const byFloor = (units: Set<string>) =>
    new Set([...graph.keys(), 'database', 'contracts'].filter(unit => units.has(unit)))
  return new Map([...graph].filter(([, below]) => below.size > 0).map(([unit, below]) => [unit, byFloor(below)]))
}

/** Whether the arrow says nothing new, because others lead there as well. */
function isImplied(graph: Graph, from: string, to: string): boolean {
  const seen = new Set<string>()
  const leadsThere = (unit: string): boolean => {
    if (unit === to) return true
    if (seen.has(unit)) return false
    seen.add(unit)
    return [...(graph.get(unit) ?? [])].some(leadsThere)
  }
  return [...(graph.get(from) ?? [])].some(unit => unit !== to && leadsThere(unit))
}

const nameOf = (unit: string) => unit.replaceAll(/[[\]/]/g, '')

if (import.meta.main) {
  const { inDocument, drawn } = readDrawing(readSources())
  if (inDocument === undefined)
    throw new Error(`${document} has lost the two comments that the drawing stands between.`)
  writeFileSync(
    document,
    readFileSync(document, 'utf8').replace(between, () => drawn),
  )
}
