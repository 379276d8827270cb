import { isOlder, type Moment, thisMoment } from '@latchkey/contracts/platform/moment'
import { unavailable } from '../../../platform/errors.ts'

/** Queries that may run at once; more would only wait for a connection. */
const mostQueries = 1000
/** A request joins another's query only if it began this recently: an older answer could be outdated. */
const joinWithinMs = 500

export interface SharedQueries<Answer> {
  /**
   * Joins the query of this key that is under way, or begins one.
   * @throws {ApiError} unavailable if too many are under way
   */
  join(key: string, begin: () => Promise<Answer>): Promise<Answer>
  /** Lets no further request join the query of this key. */
  close(key: string): void
}

/** Lets requests that ask the same share one query, and limits how many queries run at once. */
export function shareQueries<Answer>(): SharedQueries<Answer> {
  const joinable = new Map<string, { began: Moment; answer: Promise<Answer> }>()
  let underWay = 0

  function end(key: string, answer: Promise<Answer>): void {
    underWay -= 1
    if (joinable.get(key)?.answer === answer) joinable.delete(key)
  }

  return {
    join(key, begin) {
      const found = joinable.get(key)
      if (found && !isOlder(found.began, joinWithinMs)) return found.answer
      if (underWay >= mostQueries) throw unavailable()
      underWay += 1
      const began = thisMoment()
      const answer = begin()
      joinable.set(key, { began, answer })
      answer.catch(() => undefined).finally(() => end(key, answer))
      return answer
    },
    close: key => void joinable.delete(key),
  }
}
