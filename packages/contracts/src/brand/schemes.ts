/** Apart from the palette, so that a page can name them without its colour library. */
export const schemes = ['light', 'dark'] as const
export type Scheme = (typeof schemes)[number]
