// Ends this process, as SIGTERM would, once its parent is gone. A signal can be passed on, but nobody tells the children
// of a process that was killed with `kill -9`; without this the server would keep its port. `node --import` adds it to
// a program that knows nothing of it.
const parent = process.ppid
const lookMilliseconds = 500

const timer = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(timer)
  process.kill(process.pid, 'SIGTERM')
}, lookMilliseconds)
timer.unref()
