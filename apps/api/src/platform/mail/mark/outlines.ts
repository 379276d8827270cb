export type Point = readonly [x: number, y: number]

/** Lines for each curve. A mark is small, so more would not show. */
const stepsOfCurve = 16

/** Where the pen is: its place, where its outline began, and the last control point of a curve. */
interface Pen {
  at: Point
  start: Point
  control: Point
  /** The command before, in capitals. */
  before: string
}

/** How many numbers each command takes (https://www.w3.org/TR/SVG2/paths.html). */
const argumentsOf: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 }

/** The outlines of an SVG path as polygons. Curves become short lines. */
export function outlinesOf(path: string): Point[][] {
  const pen: Pen = { at: [0, 0], start: [0, 0], control: [0, 0], before: '' }
  const outlines: Point[][] = []
  for (const [, letter = '', numbers = ''] of path.matchAll(/([MLHVCSQTAZ])([^MLHVCSQTAZ]*)/gi)) {
    const values = readNumbers(letter, numbers)
    const size = argumentsOf[letter.toUpperCase()] ?? 0
    for (let index = 0; index === 0 || index < values.length; index += Math.max(size, 1)) {
      // Further pairs after a move are lines.
      const command = letter.toUpperCase() === 'M' && index > 0 ? 'L' : letter.toUpperCase()
      const points = draw(pen, command, absolute(pen, letter, values.slice(index, index + size)))
      if (command === 'M') outlines.push([pen.at])
      else outlines.at(-1)?.push(...points)
      pen.before = command
    }
  }
  return outlines
}

/** The two flags of an arc may stand without a space: "a9 9 0 019 9". */
function readNumbers(letter: string, text: string): number[] {
  const number = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi
  if (letter.toUpperCase() !== 'A') return [...text.matchAll(number)].map(Number)
  const found: number[] = []
  for (let rest = text; ; ) {
    const isFlag = [3, 4].includes(found.length % 7)
    const [whole, value] =
      (isFlag ? /^[\s,]*([01])/ : /^[\s,]*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)/i).exec(rest) ?? []
    if (whole === undefined) return found
    found.push(Number(value))
    rest = rest.slice(whole.length)
  }
}

/** The numbers of a command in coordinates of the canvas: small letters count from where the pen is. */
function absolute({ at: [x, y] }: Pen, letter: string, values: number[]): number[] {
  if (letter === letter.toUpperCase()) return values
  if (letter === 'h') return values.map(value => value + x)
  if (letter === 'v') return values.map(value => value + y)
  if (letter === 'a') return values.map((value, index) => value + (index === 5 ? x : index === 6 ? y : 0))
  return values.map((value, index) => value + (index % 2 === 0 ? x : y))
}

/** Moves the pen, and returns the points that it passes. */
function draw(pen: Pen, command: string, v: number[]): Point[] {
  const from = pen.at
  const [a = 0, b = 0, c = 0, d = 0] = v
  const end: Point =
    command === 'Z'
      ? pen.start
      : command === 'H'
        ? [a, from[1]]
        : command === 'V'
          ? [from[0], a]
          : [v.at(-2) ?? 0, v.at(-1) ?? 0]
  const mirrored = (kinds: string): Point =>
    kinds.includes(pen.before || '-') ? [2 * from[0] - pen.control[0], 2 * from[1] - pen.control[1]] : from
  pen.at = end
  if (command === 'M') pen.start = end
  if (command === 'A') return arc(from, { rx: a, ry: b, turn: c, large: d === 1, sweep: v[4] === 1 }, end)
  if (command === 'C' || command === 'S') {
    const first: Point = command === 'C' ? [a, b] : mirrored('CS')
    pen.control = command === 'C' ? [c, d] : [a, b]
    return curve([from, first, pen.control, end])
  }
  if (command === 'Q' || command === 'T') {
    pen.control = command === 'Q' ? [a, b] : mirrored('QT')
    return curve([from, pen.control, end])
  }
  return [end]
}

/** A Bézier curve of any degree, by de Casteljau's construction. */
const curve = (points: readonly Point[]): Point[] =>
  steps(t => {
    let left = points
    while (left.length > 1)
      left = left.slice(1).map(([x, y], index) => {
        const [fromX, fromY] = left[index] ?? [0, 0]
        return [fromX + (x - fromX) * t, fromY + (y - fromY) * t] as const
      })
    return left[0] ?? [0, 0]
  })

/** From the ends of an arc to its centre: https://www.w3.org/TR/SVG2/implnote.html#ArcConversionEndpointToCenter */
function arc(
  from: Point,
  how: { rx: number; ry: number; turn: number; large: boolean; sweep: boolean },
  to: Point,
): Point[] {
  if (how.rx === 0 || how.ry === 0) return [to]
  const turn = (how.turn * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const [dx, dy] = [(from[0] - to[0]) / 2, (from[1] - to[1]) / 2]
  const [x, y] = [cos * dx + sin * dy, cos * dy - sin * dx]
  const grow = Math.max(1, Math.hypot(x / how.rx, y / how.ry))
  const [rx, ry] = [Math.abs(how.rx) * grow, Math.abs(how.ry) * grow]
  const square = (rx * ry) ** 2 / ((rx * y) ** 2 + (ry * x) ** 2) - 1
  const factor = Math.sqrt(Math.max(0, square)) * (how.large === how.sweep ? -1 : 1)
  const [cx, cy] = [(factor * rx * y) / ry, (-factor * ry * x) / rx]
  const start = Math.atan2((y - cy) / ry, (x - cx) / rx)
  const whole = Math.atan2((-y - cy) / ry, (-x - cx) / rx) - start
  const sweep = whole + (how.sweep && whole < 0 ? 2 * Math.PI : !how.sweep && whole > 0 ? -2 * Math.PI : 0)
  return steps(t => {
    const [px, py] = [cx + rx * Math.cos(start + sweep * t), cy + ry * Math.sin(start + sweep * t)]
    return [cos * px - sin * py + (from[0] + to[0]) / 2, sin * px + cos * py + (from[1] + to[1]) / 2]
  })
}

const steps = (at: (t: number) => Point): Point[] =>
  Array.from({ length: stepsOfCurve }, (_, index) => at((index + 1) / stepsOfCurve))
