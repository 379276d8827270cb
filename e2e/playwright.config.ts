import { availableParallelism } from 'node:os'
import { defineConfig, devices } from '@playwright/test'
import { patience } from '../tools/testing/patience.ts'
import { findBrowser } from './browser.ts'

const executablePath = findBrowser()
const inCi = Boolean(process.env.CI)

export default defineConfig({
  testDir: '.',
  // README.md says what they are, and how to add one.
  testMatch: '{auth,product,every-page}/*.ts',
  globalSetup: './global-setup.ts',
  fullyParallel: true,
  // Some journeys mostly wait, such as for the end of a session.
  workers: availableParallelism() + 1,
  retries: 0,
  forbidOnly: inCi,
  timeout: patience.testMs,
  expect: { timeout: patience.conditionMs },
  outputDir: 'test-results',
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    actionTimeout: patience.conditionMs,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // The proxy of fixtures/front.ts has an authority of its own.
    ignoreHTTPSErrors: Boolean(process.env.E2E_CLUSTER),
    // Traces of all journeys would take a tenth more time. `npm test` runs the failed ones once more, with a trace.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: executablePath ? { executablePath } : {},
  },
})
