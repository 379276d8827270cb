/** The addresses of the product's pages. Apart from the calls: every page knows the addresses, and few need the calls. */
export const productPages = { example: '/example', notes: '/notes' } as const
