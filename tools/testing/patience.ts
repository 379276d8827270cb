/** Races that make all their rounds (`TEST_THOROUGHLY`) take many times as long. */
const times = process.env.TEST_THOROUGHLY === '1' ? 10 : 1

/**
 * How long all tests wait before they fail. On a busy machine everything takes several times as long, so it is far more than they need
 * on a quiet one. A test states a time of its own only where that time is what it tests.
 */
export const patience = { testMs: times * 300_000, hookMs: 300_000, conditionMs: 60_000 } as const

/** The same for Vitest. */
export const vitestPatience = {
  testTimeout: patience.testMs,
  hookTimeout: patience.hookMs,
  expect: { poll: { timeout: patience.conditionMs } },
}
