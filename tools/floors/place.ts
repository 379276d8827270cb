import { type House, houses } from './table.ts'

/** Where a file stands: its house, its unit (a file, a folder or a feature) and that unit's floor, counted from the top. */
export interface Place {
  readonly house: House
  readonly unit: string
  /** -1 where the table does not know the unit. */
  readonly floor: number
  /** Within a feature: the part, as the table names it, and how far down it stands. */
  readonly part?: string
  readonly partFloor?: number
}

export const isTest = (file: string) => /\.test\.tsx?$/.test(file)

/** What tests are made with. */
export const isTesting = (file: string) => /\/testing(\/|\.tsx?$)/.test(file)

/** @returns undefined where the file belongs to no house */
export function placeOf(file: string): Place | undefined {
  const house = houses.find(({ folder }) => file.startsWith(`${folder}/`))
  if (!house) return undefined
  const [first = '', second] = file
    .slice(house.folder.length + 1)
    .replace(/\.tsx?$/, '')
    .split('/')
  const names = second === undefined ? [first] : [`${first}/`, `[${first}]`]
  const floor = house.floors.findIndex(line => line.some(name => names.includes(name)))
  const unit = house.floors[floor]?.find(name => names.includes(name)) ?? first
  if (!unit.startsWith('[') || second === undefined) return { house, unit, floor }

  const parts = house.parts ?? []
  const part = parts.flat().includes(second) ? second : '*'
  return { house, unit, floor, part, partFloor: parts.findIndex(line => line.includes(part)) }
}
