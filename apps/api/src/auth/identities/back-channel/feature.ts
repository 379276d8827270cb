import type { Feature } from '../../../platform/feature.ts'
import { publicRoutes } from './routes.ts'

/** Ends sessions when their provider says that the person signed out there (OpenID Connect Back-Channel Logout 1.0). */
export const backChannel: Feature = { name: 'back-channel', publicRoutes }
