import type { Feature } from '../../platform/feature.ts'
import * as store from './store.ts'

/** How often something may be tried. Its counts identify no person, so an export does not include them. */
export const limits: Feature = {
  name: 'limits',
  purge: [{ name: 'limits', afterDays: 0, deleteBatch: store.deleteLimits }],
}
