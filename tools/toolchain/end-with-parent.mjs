// Ends this process, as SIGTERM would, once the one that started it is gone. Signals can be passed on, but nobody tells
// the children of a process that died by `kill -9`; without this the server would keep its port. `node --import` adds it
// to a program that knows nothing of it.
import { readFileSync } from 'node:fs'

const lookMilliseconds = 250

const atFirst = ancestors()
const timer = setInterval(() => {
  if (ancestors() === atFirst) return
  clearInterval(timer)
  process.kill(process.pid, 'SIGTERM')
}, lookMilliseconds)
timer.unref()

/** The parent; and where that is the shell in which npm runs a script, npm, because such a shell outlives it. */
function ancestors() {
  try {
    const [, name = '', grandparent] =
      /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    if (/^(ba|da|a)?sh$/.test(name)) return `${process.ppid} ${grandparent}`
  } catch {
    // Only Linux has /proc, and elsewhere the shell becomes what it runs.
  }
  return String(process.ppid)
}
