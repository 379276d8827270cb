/**
 * What a program of the system needs to run, and nothing else. Postgres may run as another user, who can read the environment
 * of its own processes in /proc: our secrets and passwords must not be there. PGPORT and the like are meant for another server.
 */
const passedOn =
  /^(PATH|TMPDIR|TEMP|TMP|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|SystemRoot|SystemDrive|windir|ComSpec|PATHEXT)$/i

/** The environment of Postgres and of every program that runs as its user. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => passedOn.test(name))
  return { ...Object.fromEntries(passed), LC_ALL: 'C', TZ: 'UTC' }
}
