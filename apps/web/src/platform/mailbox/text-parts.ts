export interface MailLink {
  readonly label: string
  readonly href: string
}

/** What a developer wants from the text of a mail: the code on a line of its own, and the links to this app with their labels. */
export function partsOfText(text: string): { code: string | undefined; links: MailLink[] } {
  const links = [...text.matchAll(/^(.+):\n(https?:\S+)$/gm)].map(([, label = '', href = '']) => ({ label, href }))
  return { code: /^\d{6}$/m.exec(text)?.[0], links: links.filter(({ href }) => isOurs(href)) }
}

/** A mail may hold what a stranger wrote, so no other address becomes a link. */
export const isOurs = (href: string): boolean => href === location.origin || href.startsWith(`${location.origin}/`)
