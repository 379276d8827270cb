import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Pauses every process of this Postgres; returns a function that resumes them. */
export async function freezePostgres(postmaster: number): Promise<() => void> {
  const pids = [postmaster]
  // The postmaster first, so that it starts no further process.
  process.kill(postmaster, 'SIGSTOP')
  pids.push(
    ...execFileSync('pgrep', ['-P', String(postmaster)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number),
  )
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  while (!pids.every(isStopped)) await new Promise(setImmediate)
  return () => {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
}

/** One that was ending just then stays a zombie: its parent is paused. */
const isStopped = (pid: number) => / \(.*\) [TZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
