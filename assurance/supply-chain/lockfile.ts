/** A package by name and exact version, such as `@scope/name@1.2.3`; an address or a path instead of a version is none. */
const packagePattern = /^ {2}'?((?:@[a-z0-9~._-]+\/)?[A-Za-z0-9~._-]+@\d+\.\d+\.\d+(?:[-+][A-Za-z0-9.+-]+)?)'?:$/
/** From the registry and nowhere else: that is what a resolution without tarball, repository or directory means. */
const resolutionPattern = /^ {4}resolution: \{integrity: sha512-[A-Za-z0-9+/]{86}==\}$/

/**
 * What is wrong with a pnpm-lock.yaml: a package that does not come from the registry, or whose content no SHA-512 holds. lockfile-lint
 * knows the lockfiles of npm and yarn only. Line by line, as pnpm writes it: what it writes otherwise is a fault until it is looked at.
 */
export function faultsIn(lockfile: string): string[] {
  const lines = lockfile.split('\n')
  if (lines[0] !== "lockfileVersion: '9.0'")
    return ['The version of the lockfile is another than 9.0: look at the check.']
  const faults = lines.filter(line => /(?:tarball|git|repo|commit|directory):|[a-z+]+:\/\/|\bfile:/.test(line))
  for (const { name, resolution } of packagesIn(lines)) {
    if (!packagePattern.test(name)) faults.push(name)
    else if (!resolutionPattern.test(resolution)) faults.push(`${name} ${resolution}`)
  }
  return faults.map(fault => fault.trim())
}

/** How many packages a lockfile holds. */
export const countPackages = (lockfile: string): number => packagesIn(lockfile.split('\n')).length

function packagesIn(lines: string[]): { name: string; resolution: string }[] {
  const section = lines.slice(lines.indexOf('packages:') + 1, lines.indexOf('snapshots:'))
  return section.flatMap((line, index) =>
    /^ {2}\S/.test(line) ? [{ name: line, resolution: section[index + 1] ?? '' }] : [],
  )
}
