// Sends SIGTERM to this process once its parent is gone. A parent can pass signals on, but not if it is killed by
// `kill -9`: without this the server would then keep running, and keep its port. `node --import` adds it to any program.
import { readFileSync } from 'node:fs'

const checkMilliseconds = 250

const atStart = ancestors()
const timer = setInterval(() => {
  if (ancestors() === atStart) return
  clearInterval(timer)
  process.kill(process.pid, 'SIGTERM')
}, checkMilliseconds)
timer.unref()

/** The parent's id. If the parent is the shell in which npm runs a script, npm's id too: such a shell outlives npm. */
function ancestors() {
  try {
    const [, name = '', grandparent] =
      /\((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? []
    if (/^(ba|da|a)?sh$/.test(name)) return `${process.ppid} ${grandparent}`
  } catch {
    // Only Linux has /proc. On other systems the program replaces the shell.
  }
  return String(process.ppid)
}
