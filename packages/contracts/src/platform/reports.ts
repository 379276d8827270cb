import { endpoint } from '../endpoint.ts'

/** Browsers write the body as the Reporting API and CSP level 3 say, in types of their own. */
export const sendReports = endpoint({
  method: 'POST',
  path: '/api/reports',
  summary: 'Takes what a browser reports about our pages: what their content security policy stopped.',
  responses: { 204: null },
})
