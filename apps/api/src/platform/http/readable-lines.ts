import type { DestinationStream } from 'pino'
import { prettyFactory } from 'pino-pretty'

/** In a line of JSON: what stands for a control character, or for a character that needs an escape in JSON only. */
const escapes = /\\(?:u[0-9a-f]{4}|[\\"/bfnrt])/gi
const inJsonOnly = new Set(['\\\\', '\\"', '\\/'])

/**
 * Turns lines of JSON into lines for people who develop. Control characters stay escaped, or a request could drive their terminal
 * (CWE-117). Only a stack keeps its line breaks.
 */
export function readableLines(output: DestinationStream, colorize: boolean): DestinationStream {
  const pretty = prettyFactory({ colorize, translateTime: 'HH:MM:ss.l', ignore: 'pid,hostname' })
  return {
    write(line) {
      const escaped = line.replace(escapes, found => (inJsonOnly.has(found) ? found : `\\${found}`))
      output.write(pretty(JSON.parse(escaped, withLineBreaks)))
    },
  }
}

const withLineBreaks = (key: string, value: unknown) =>
  key === 'stack' && typeof value === 'string' ? value.replaceAll('\\n', '\n') : value
