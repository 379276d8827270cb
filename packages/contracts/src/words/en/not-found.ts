/** The page for an address without a page. */
export const notFound = {
  title: 'Page not found',
  text: 'Check the address for mistakes, or the page has moved.',
  toHome: 'Go to the home page',
}
