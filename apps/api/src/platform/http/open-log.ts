import { isatty } from 'node:tty'
import type { Settings } from '../settings/settings.ts'
import { createLog, type Log, standardOutput } from './log.ts'

/** The log of the server: JSON, or in development lines for people. */
export async function openLog({ logLevel, logsLines }: Pick<Settings, 'logLevel' | 'logsLines'>): Promise<Log> {
  const output = standardOutput()
  if (!logsLines) return createLog(logLevel, output)
  // A development package: it is missing where only those of production are installed.
  const module = await import('./readable-lines.ts').catch(() => null)
  return createLog(logLevel, module ? module.readableLines(output, isatty(1)) : output)
}
