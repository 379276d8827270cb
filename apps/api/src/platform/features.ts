import type { Feature } from './feature.ts'
import * as docs from './http/docs/routes.ts'
import * as health from './http/health.ts'
import * as probe from './http/probe.ts'
import * as reports from './http/reports/routes.ts'
import { jobs } from './jobs/feature.ts'
import * as gallery from './mail/gallery-routes.ts'
import * as mailbox from './mail/mailbox-routes.ts'
import { metrics } from './metrics/feature.ts'

/** The features that every server needs. */
export const platformFeatures: readonly Feature[] = [
  { name: 'health', isQuiet: true, publicRoutes: health.publicRoutes },
  { name: 'probe', isQuiet: true, publicRoutes: probe.publicRoutes },
  { name: 'docs', publicRoutes: docs.publicRoutes },
  { name: 'gallery', publicRoutes: gallery.publicRoutes },
  { name: 'mailbox', publicRoutes: mailbox.publicRoutes },
  { name: 'csp-reports', publicRoutes: reports.publicRoutes },
  jobs,
  metrics,
]
