import { pages } from '@latchkey/contracts/pages'
import * as z from 'zod/mini'
import type { Deps } from '../../../deps.ts'

/** Anybody may send reports, so they get no more of the log than this, whatever they send. */
const mostLinesPerMinute = 30
const minuteMs = 60_000
/** What comes at once is looked at so far; a browser sends a few. */
const mostAtOnce = 20

const optional = z.catch(z.optional(z.string()), undefined)
const line = z.catch(z.optional(z.int()), undefined)

/** As a browser sends it to `report-to` (Reporting API), several at once … */
const Reported = z.object({
  type: z.literal('csp-violation'),
  body: z.object({
    documentURL: optional,
    effectiveDirective: optional,
    blockedURL: optional,
    sourceFile: optional,
    lineNumber: line,
  }),
})
/** … and to `report-uri`. */
const Violation = z.object({
  'csp-report': z.object({
    'document-uri': optional,
    'effective-directive': optional,
    'violated-directive': optional,
    'blocked-uri': optional,
    'source-file': optional,
    'line-number': line,
  }),
})

/** What the log may say of a violation: nothing that the sender could have put into it freely. */
interface Noted {
  readonly directive: string | undefined
  readonly page: string | undefined
  readonly blocked: string | undefined
  readonly source: string | undefined
  readonly line: number | undefined
}

/** Notes in the log what a content security policy stopped, up to 30 lines a minute; of the rest only their number. */
export function openReports({ clock, log, settings }: Deps): (body: unknown) => void {
  let since = Number.NEGATIVE_INFINITY
  let lines = 0
  let dropped = 0
  const isRoomFor = () => {
    const now = clock.now().getTime()
    if (now - since >= minuteMs) {
      if (dropped > 0) log.warn({ event: 'reports_dropped', count: dropped }, 'reports of browsers were not noted')
      since = now
      lines = 0
      dropped = 0
    }
    if (lines < mostLinesPerMinute) return ++lines
    dropped += 1
    return 0
  }
  return body => {
    // A browser always says which rule was broken; what does not takes no line from one that does.
    for (const violation of violationsIn(body, settings.appUrl.origin))
      if (violation.directive !== undefined && isRoomFor())
        log.warn({ event: 'csp_violation', ...violation }, 'a page tried what its policy forbids')
  }
}

function violationsIn(body: unknown, origin: string): Noted[] {
  const single = Violation.safeParse(body)
  if (single.success) {
    const told = single.data['csp-report']
    return [
      {
        directive: directiveOf(told['effective-directive'] ?? told['violated-directive']?.split(' ', 1)[0]),
        page: pageOf(told['document-uri'], origin),
        blocked: originOf(told['blocked-uri']),
        source: originOf(told['source-file']),
        line: told['line-number'],
      },
    ]
  }
  return (Array.isArray(body) ? body.slice(0, mostAtOnce) : []).flatMap(each => {
    const { success, data } = Reported.safeParse(each)
    if (!success) return []
    const told = data.body
    return [
      {
        directive: directiveOf(told.effectiveDirective),
        page: pageOf(told.documentURL, origin),
        blocked: originOf(told.blockedURL),
        source: originOf(told.sourceFile),
        line: told.lineNumber,
      },
    ]
  })
}

const directiveOf = (told: string | undefined) => (told && /^[a-z-]{1,40}$/.test(told) ? told : undefined)

/** One of our own pages; its query may hold what is nobody's business, and its fragment a secret. */
function pageOf(told: string | undefined, origin: string): string | undefined {
  const url = told !== undefined && URL.canParse(told) ? new URL(told) : undefined
  return url?.origin === origin ? Object.values(pages).find(page => page === url.pathname) : undefined
}

/** A word of the policy such as `inline`, or scheme and host of an address. */
function originOf(told: string | undefined): string | undefined {
  if (told === undefined || told.length > 2048) return undefined
  if (/^[a-z-]{1,30}$/.test(told)) return told
  if (!URL.canParse(told)) return undefined
  const { protocol, origin } = new URL(told)
  return /^(?:https?|wss?):$/.test(protocol) ? origin : protocol
}
