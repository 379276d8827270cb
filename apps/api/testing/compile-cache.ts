import path from 'node:path'

/** All servers that tests and journeys start share what Node has compiled: it is half of what a start costs. */
export const compileCache = path.resolve(import.meta.dirname, '../../node_modules/.cache/compiled')
