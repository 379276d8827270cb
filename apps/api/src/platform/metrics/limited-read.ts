import type { Read, Readings } from './measure.ts'

/**
 * Reads, but no longer than `limitMs`: null if it fails or is not ready by then. While one is under way no other begins, so a database
 * that does not answer holds one connection for each measure at most.
 */
export function withinTime(read: Read['read'], limitMs: number): () => Promise<Readings | null> {
  let running: Promise<Readings | null> | undefined

  const begin = async () => {
    try {
      return await read()
    } catch {
      return null
    }
  }

  return async () => {
    let timer: NodeJS.Timeout | undefined
    const tooLate = new Promise<null>(resolve => {
      timer = setTimeout(() => resolve(null), limitMs)
    })
    running ??= begin().finally(() => {
      running = undefined
    })
    return Promise.race([running, tooLate]).finally(() => clearTimeout(timer))
  }
}
