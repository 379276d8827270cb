import { live } from '@latchkey/contracts/platform/health'
import { call } from './api-client.ts'
import { patiently } from './outage.ts'

/**
 * Loads a part of the app when it is needed. A server that is away is waited for, as for any answer; a part that a server
 * which answers no longer has went with an older version of the app, and is the caller's to report.
 */
export const patientImport = <Module>(load: () => Promise<Module>) =>
  patiently(async () => {
    try {
      return await load()
    } catch (error) {
      await call(live, {})
      throw error
    }
  })
