/** The product as people see it: its name, how its mails are signed, and its few colours. Yours to change. */
export const brand = {
  name: 'Latchkey',
  /** The last line of each mail. */
  signature: 'Latchkey',
  /** Begins the names of files that people save: letters, digits and hyphens. */
  fileName: 'latchkey',
  /** As #rrggbb, because mail programs know nothing newer. Hover and tint are made from the accent. */
  colours: {
    light: { ground: '#fcfaf6', accent: '#125139', onAccent: '#f9fbf4' },
    dark: { ground: '#171412', accent: '#94ccb1', onAccent: '#092016' },
  },
} as const
