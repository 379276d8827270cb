import { circlesIn } from './circles.ts'
import { isTest, isTesting, type Place, placeOf } from './place.ts'
import type { Source } from './sources.ts'
import { walls } from './table.ts'

/** Everything that is wrong with how these files import each other: a sentence for each, none where all is well. */
export function check(sources: readonly Source[]): string[] {
  const homeless = sources
    .filter(({ file }) => !isTest(file) && (placeOf(file)?.floor ?? -1) < 0)
    .map(({ file }) => `${file} stands on no floor: give it a place in tools/floors/table.ts`)
  const imports = sources.flatMap(({ file, imports }) =>
    imports.flatMap(imported => {
      const objection = objectionTo(file, imported)
      return objection ? `${file} imports ${imported}: ${objection}` : []
    }),
  )
  return [...homeless, ...imports, ...circlesIn(sources).map(circle => `a circle: ${circle.join(' → ')}`)]
}

function objectionTo(file: string, imported: string): string | undefined {
  const from = placeOf(file)
  const to = placeOf(imported)
  if (!from) return undefined
  if (!to) return wallBetween(file, imported)
  if (from.house !== to.house) {
    if (!from.house.uses.includes(to.house.name)) return `${from.house.name} may not use ${to.house.name}`
    return isTesting(imported) && !isTesting(file) && !isTest(file) ? 'that is for tests only' : undefined
  }
  // A test may take whatever it tests.
  if (isTest(file) || from.floor < 0 || to.floor < 0) return undefined
  return from.unit === to.unit ? withinUnit(from, to) : betweenUnits(from, to)
}

function withinUnit(from: Place, to: Place): string | undefined {
  if (from.part === undefined || to.part === undefined || from.part === to.part) return undefined
  return isBelow(to.partFloor, from.partFloor) ? undefined : `${to.part} does not stand below ${from.part}`
}

function betweenUnits(from: Place, to: Place): string | undefined {
  const { open = [], reserved = {} } = from.house
  if (!isBelow(to.floor, from.floor)) return `${to.unit} does not stand below ${from.unit}`
  if (from.part === undefined) return undefined
  if (reserved[to.unit]?.includes(from.part) === false)
    return `${to.unit} is for ${reserved[to.unit]?.join(' and ')} only`
  if (to.part === undefined) return undefined
  if (!open.includes(to.part)) return `another feature may use only ${open.join(' and ')} of ${to.unit}`
  return isBelow(from.partFloor, to.partFloor) ? `${to.part} stands above ${from.part}` : undefined
}

const isBelow = (lower = 0, upper = 0) => lower > upper

/** Tests run in Node, wherever their subject will run. */
function wallBetween(file: string, imported: string): string | undefined {
  if (isTest(file) && imported.startsWith('node:')) return undefined
  const wall = walls.find(({ packages }) => packages.test(imported))
  if (!wall || wall.only.some(place => file.startsWith(place))) return undefined
  return `only ${wall.only.join(' and ') || 'nobody'} may`
}
