import { format } from 'node:util'
import { afterAll, afterEach } from 'vitest'

/**
 * A setup file for Vitest: a test that prints to the console fails, so that no warning goes unnoticed.
 * A test of output replaces the method: `vi.spyOn(console, 'error').mockImplementation(() => {})`.
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
// For output after a file's last test, or from a file without tests.
afterAll(refuseOutput)
