import manifest from './package.json' with { type: 'json' }

/** The oldest browsers that count, from `browserslist` in package.json: "chrome >= 111" is { id: 'chrome', version: '111' }. */
export const browsers = manifest.browserslist.map(query => {
  const [id = '', version = ''] = query.split(' >= ')
  return { id, version }
})

/** For Vite's `build.target`: "chrome111". */
export const buildTarget = browsers.map(({ id, version }) => id.replace('ios_saf', 'ios') + version)

const names: Record<string, string> = { chrome: 'Chrome', edge: 'Edge', firefox: 'Firefox', safari: 'Safari' }

/** For people: "Chrome 111, Edge 111, Firefox 115, Safari 16.4". */
export const oldestBrowsers = browsers
  .filter(({ id }) => id in names)
  .map(({ id, version }) => `${names[id]} ${version}`)
  .join(', ')
