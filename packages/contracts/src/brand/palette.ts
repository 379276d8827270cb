import { clampChroma, formatHex, wcagContrast } from 'culori'
import type { Brand } from './brand-type.ts'
import { type Scheme, schemes } from './schemes.ts'

/** The colours of one scheme, each as #rrggbb, because mail programs support no newer format. */
export type Colours = Readonly<Record<keyof (typeof recipes)['light'], string>>

/** Lightness (0 to 1), chroma, and whose hue. */
type Recipe = readonly [lightness: number, chroma: number, hue: 'accent' | 'neutral' | 'loss' | 'warning']

/** Drawn separately: dark is warm and dim, not the light page inverted. Its accents are pale, because deep ones are hard to see. */
const recipes = {
  light: {
    ground: [0.986, 0.006, 'neutral'],
    raised: [0.997, 0.002, 'neutral'],
    sunken: [0.953, 0.008, 'neutral'],
    ink: [0.23, 0.012, 'neutral'],
    soft: [0.4, 0.012, 'neutral'],
    line: [0.895, 0.008, 'neutral'],
    edge: [0.58, 0.014, 'neutral'],
    accent: [0.389, 0.085, 'accent'],
    accentStrong: [0.32, 0.075, 'accent'],
    onAccent: [0.985, 0.01, 'accent'],
    tint: [0.945, 0.022, 'accent'],
    loss: [0.43, 0.16, 'loss'],
    lossStrong: [0.37, 0.145, 'loss'],
    onLoss: [0.985, 0.008, 'loss'],
    warning: [0.42, 0.09, 'warning'],
    warningTint: [0.955, 0.04, 'warning'],
  },
  dark: {
    ground: [0.194, 0.006, 'neutral'],
    raised: [0.235, 0.008, 'neutral'],
    sunken: [0.26, 0.008, 'neutral'],
    ink: [0.93, 0.01, 'neutral'],
    soft: [0.79, 0.012, 'neutral'],
    line: [0.32, 0.009, 'neutral'],
    edge: [0.59, 0.012, 'neutral'],
    accent: [0.8, 0.08, 'accent'],
    accentStrong: [0.87, 0.06, 'accent'],
    onAccent: [0.22, 0.035, 'accent'],
    tint: [0.29, 0.03, 'accent'],
    loss: [0.8, 0.11, 'loss'],
    lossStrong: [0.85, 0.09, 'loss'],
    onLoss: [0.22, 0.05, 'loss'],
    warning: [0.85, 0.1, 'warning'],
    warningTint: [0.29, 0.035, 'warning'],
  },
} as const satisfies Record<Scheme, Record<string, Recipe>>

/** Text and what it stands on. WCAG 2.2: 7 is AAA for text (1.4.6), 4.5 is AA (1.4.3), 3 is AA for borders (1.4.11). */
const contrasts = [
  ['ink', 'ground', 7],
  ['ink', 'raised', 7],
  ['ink', 'sunken', 7],
  ['ink', 'tint', 7],
  ['ink', 'warningTint', 7],
  ['soft', 'ground', 7],
  ['soft', 'raised', 7],
  ['soft', 'tint', 4.5],
  ['accent', 'ground', 7],
  ['accent', 'raised', 7],
  ['accent', 'tint', 4.5],
  ['onAccent', 'accent', 7],
  ['onAccent', 'accentStrong', 7],
  ['loss', 'ground', 7],
  ['loss', 'raised', 7],
  ['onLoss', 'loss', 7],
  ['onLoss', 'lossStrong', 7],
  ['warning', 'ground', 7],
  ['warning', 'warningTint', 4.5],
  ['edge', 'ground', 3],
  ['edge', 'raised', 3],
] as const satisfies readonly (readonly [keyof Colours, keyof Colours, number])[]

const lossHue = 27
const warningHue = 70
/** People must tell what is lost from what comes next, so the accent keeps away from red. */
const degreesFromLoss = 18

/**
 * All colours of both schemes, from the brand's one hue.
 * @throws {BrandError} if the hue is no angle, looks like the red of errors, or gives text that is hard to read.
 */
export function palette({ hue }: Pick<Brand, 'hue'>): Record<Scheme, Colours> {
  if (!(hue >= 0 && hue <= 360))
    throw new BrandError(`hue is ${hue}. Write an angle from 0 to 360, such as 163 for green.`)
  if (degreesBetween(hue, lossHue) < degreesFromLoss)
    throw new BrandError(
      `hue is ${hue}, which looks like the red of errors (${lossHue}). Write one that is at least ${degreesFromLoss} away.`,
    )
  const hues = { accent: hue, neutral: neutralHue(hue), loss: lossHue, warning: warningHue }
  const colours = { light: mix(recipes.light, hues), dark: mix(recipes.dark, hues) }
  for (const scheme of schemes) checkContrasts(scheme, colours[scheme])
  return colours
}

/** What is wrong with the brand, and what to write instead. */
export class BrandError extends Error {
  constructor(problem: string) {
    super(`packages/contracts/src/brand.ts: ${problem}`)
    this.name = 'BrandError'
  }
}

/** The greys of paper beside warm and green accents, those of slate beside blue and purple ones. */
const neutralHue = (hue: number) => (hue > 200 && hue < 330 ? 262 : 78)

const degreesBetween = (one: number, other: number) => 180 - Math.abs(180 - Math.abs(one - other))

function mix(scheme: Record<keyof Colours, Recipe>, hues: Record<Recipe[2], number>): Colours {
  const colours = Object.entries(scheme).map(([name, [l, c, of]]) => {
    // A screen cannot show every chroma at each hue.
    return [name, formatHex(clampChroma({ mode: 'oklch', l, c, h: hues[of] }, 'oklch'))]
  })
  return Object.fromEntries(colours)
}

function checkContrasts(scheme: Scheme, colours: Colours): void {
  for (const [text, ground, least] of contrasts) {
    const contrast = wcagContrast(colours[text], colours[ground])
    if (contrast < least)
      throw new BrandError(
        `with this hue, ${text} on ${ground} has a contrast of ${contrast.toFixed(1)} in ${scheme}. It needs ${least}.`,
      )
  }
}
