import type { Source } from './sources.ts'

/** The ways that lead from a file back to itself, types included: each as its files in order, the first one again at the end. */
export function circlesIn(sources: readonly Source[]): string[][] {
  const importsOf = new Map(sources.map(({ file, imports }) => [file, imports]))
  const circles: string[][] = []
  const done = new Set<string>()

  function walk(file: string, way: readonly string[]): void {
    const start = way.indexOf(file)
    if (start >= 0) circles.push([...way.slice(start), file])
    if (start >= 0 || done.has(file)) return
    for (const imported of importsOf.get(file) ?? []) walk(imported, [...way, file])
    done.add(file)
  }

  for (const { file } of sources) walk(file, [])
  return circles
}
