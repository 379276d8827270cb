/** What a team may change of how its product looks and speaks. */
export interface Brand {
  readonly name: string
  /** The last line of each mail. */
  readonly signature: string
  /** The start of the name of downloaded files. Use letters, digits and hyphens. */
  readonly fileName: string
  /**
   * The hue of what can be pressed, in degrees of OKLCH: 50 is bronze, 110 olive, 163 green, 220 sea, 262 blue, 310 plum.
   * All colours follow from it. Near 27 it would look like the red of errors, so the build refuses it.
   */
  readonly hue: number
  /** How round the corners of buttons and fields are, in pixels. */
  readonly radiusPx: number
  /** CSS font families, in order. The page loads no font file, so name fonts that people have. */
  readonly font: string
  readonly mark: Mark
  /** Where people get help when they cannot sign in, or null to offer none. */
  readonly supportAddress: string | null
  /** Addresses of your own pages, shown below each sign-in page. Null leaves one out. */
  readonly links: { readonly help: string | null; readonly privacy: string | null; readonly terms: string | null }
  /** What stands beside the form on wide screens: rows of the mark, a sentence, or a picture. */
  readonly door: Door
}

/** The logo: shapes on a canvas. All icons are made of the same shapes. */
export interface Mark {
  /** As in SVG: "0 0 18 30". */
  readonly viewBox: string
  readonly shapes: readonly Shape[]
}

export interface Shape {
  /** As the `d` of an SVG path. Holes follow the even-odd rule. */
  readonly path: string
  /** For light and for dark pages, as #rrggbb. Without a colour, the shape takes the accent. */
  readonly light?: string
  readonly dark?: string
}

/** The mark, a sentence of somebody, or a picture of yours in `apps/web/public`. A picture that only decorates has an empty `alt`. */
export type Door =
  | { readonly kind: 'mark' }
  | { readonly kind: 'quote'; readonly text: string; readonly by: string }
  | { readonly kind: 'picture'; readonly light: string; readonly dark: string; readonly alt: string }
