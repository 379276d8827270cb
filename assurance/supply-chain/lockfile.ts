/** A package by name and exact version, such as `@scope/name@1.2.3`. An address or a path is no version. */
const packagePattern = /^ {2}'?((?:@[a-z0-9~._-]+\/)?[A-Za-z0-9~._-]+@\d+\.\d+\.\d+(?:[-+][A-Za-z0-9.+-]+)?)'?:$/
/** A resolution without tarball, repository or directory: the package comes from the registry. */
const resolutionPattern = /^ {4}resolution: \{integrity: sha512-[A-Za-z0-9+/]{86}==\}$/

/**
 * Finds packages in a pnpm-lock.yaml that do not come from the registry or have no SHA-512. Reads it line by line: an unknown form is a
 * fault until somebody checks it. lockfile-lint knows only the lockfiles of npm and yarn.
 */
export function faultsIn(lockfile: string): string[] {
  const lines = lockfile.split('\n')
  if (lines[0] !== "lockfileVersion: '9.0'") return ['The version of the lockfile is not 9.0: update this check.']
  const faults = lines.filter(line => /(?:tarball|git|repo|commit|directory):|[a-z+]+:\/\/|\bfile:/.test(line))
  for (const { name, resolution } of packagesIn(lines)) {
    if (!packagePattern.test(name)) faults.push(name)
    else if (!resolutionPattern.test(resolution)) faults.push(`${name} ${resolution}`)
  }
  return faults.map(fault => fault.trim())
}

/** The number of packages in a lockfile. */
export const countPackages = (lockfile: string): number => packagesIn(lockfile.split('\n')).length

function packagesIn(lines: string[]): { name: string; resolution: string }[] {
  const section = lines.slice(lines.indexOf('packages:') + 1, lines.indexOf('snapshots:'))
  return section.flatMap((line, index) =>
    /^ {2}\S/.test(line) ? [{ name: line, resolution: section[index + 1] ?? '' }] : [],
  )
}
