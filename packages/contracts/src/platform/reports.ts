import { endpoint } from '../endpoint.ts'

/** Browsers choose the body's format and media type: the Reporting API and CSP level 3 define them. */
export const sendReports = endpoint({
  method: 'POST',
  path: '/api/reports',
  summary: 'Takes reports from browsers about what our content security policy blocked.',
  responses: { 204: null },
})
