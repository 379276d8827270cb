import { createLog, type Log } from '../../../platform/http/log.ts'

interface Line {
  readonly event: string | undefined
  readonly setting: string | undefined
  readonly message: string
  /** The words of the mail server. */
  readonly said: string | undefined
}

/** The warnings and errors that parts of the server would have logged. */
export interface Heard {
  readonly log: Log
  /** The lines of this event, or those without one. They are not returned again. */
  take(event: string | undefined): Line[]
}

/** A log that is kept, because the doctor says what a server would log. */
export function openHeard(): Heard {
  const lines: Line[] = []
  const log = createLog('warn', {
    write(text) {
      const { event, setting, msg, said } = JSON.parse(text)
      lines.push({ event, setting, message: msg, said })
    },
  })
  return {
    log,
    take(event) {
      const taken = lines.filter(line => line.event === event)
      for (const line of taken) lines.splice(lines.indexOf(line), 1)
      return taken
    },
  }
}
