import type { Feature } from '../../platform/feature.ts'
import * as store from './store.ts'

/** How often something may be tried. Its counts name nobody, so an export has none of them. */
export const limits: Feature = {
  name: 'limits',
  purge: [{ name: 'limits', afterDays: 0, deleteBatch: store.deleteLimits }],
}
