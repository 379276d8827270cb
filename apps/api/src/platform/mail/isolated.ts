const start = '\u2068'
const end = '\u2069'

/**
 * Marks a part that another person wrote, such as an address or a name, for the sentence around it. In a language that runs the other way, it must not
 * reorder its neighbours (https://www.w3.org/International/articles/inline-bidi-markup/).
 */
export const isolated = (text: string): string => `${start}${text.replace(/[\u2066-\u2069\u202a-\u202e]/g, '')}${end}`

/** For HTML that is escaped already. */
export const asElements = (html: string): string => html.replaceAll(start, '<bdi>').replaceAll(end, '</bdi>')

/** For plain text, where some mail programs draw boxes for the marks. */
export const withoutMarks = (text: string): string => text.replaceAll(start, '').replaceAll(end, '')
