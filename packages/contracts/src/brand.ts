/** The product as people see it: its name, the signature of its mails, and its colours. Change it freely. */
export const brand = {
  name: 'Latchkey',
  /** The last line of each mail. */
  signature: 'Latchkey',
  /** The start of the name of downloaded files. Use letters, digits and hyphens. */
  fileName: 'latchkey',
  /** As #rrggbb, because mail programs support no newer format. Hover and tint colours are derived from the accent. */
  colours: {
    light: { ground: '#fcfaf6', accent: '#125139', onAccent: '#f9fbf4' },
    dark: { ground: '#171412', accent: '#94ccb1', onAccent: '#092016' },
  },
} as const
