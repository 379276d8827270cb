import { format } from 'node:util'
import { afterAll, afterEach } from 'vitest'

/**
 * A setup file for Vitest: a test that prints to the console fails, so warnings are read on the day they appear.
 * A test that is about output replaces the method itself: `vi.spyOn(console, 'error').mockImplementation(() => {})`.
 */
const printed: string[] = []

for (const method of ['debug', 'error', 'info', 'log', 'warn'] as const) {
  console[method] = (...values: unknown[]) => void printed.push(`console.${method}: ${format(...values)}`)
}

function refuseOutput(): void {
  const lines = printed.splice(0)
  if (lines.length > 0) throw new Error(`Unexpected console output:\n${lines.join('\n')}`)
}

afterEach(refuseOutput)
// What comes after a file's last test, or while a file without tests is read.
afterAll(refuseOutput)
