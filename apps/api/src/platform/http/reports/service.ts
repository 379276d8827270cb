import { pages } from '@latchkey/contracts/pages'
import * as z from 'zod/mini'
import type { Deps } from '../../../deps.ts'

/** Anyone may send reports, so this limits how much of the log they can fill. */
const mostLinesPerMinute = 30
const minuteMs = 60_000
/** How many reports of one request are read. A browser sends a few. */
const mostAtOnce = 20

const optional = z.catch(z.optional(z.string()), undefined)
const line = z.catch(z.optional(z.int()), undefined)

/** The format of `report-to` (Reporting API): several reports in one request. */
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
/** The format of `report-uri`: one report. */
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

/** What the log may contain of a violation: no text that the sender can choose freely. */
interface Noted {
  readonly directive: string | undefined
  readonly page: string | undefined
  readonly blocked: string | undefined
  readonly source: string | undefined
  readonly line: number | undefined
}

/** Logs violations of the content security policy, up to 30 lines a minute. Of the rest it logs only the number. */
export function openReports({ clock, log, settings }: Deps): (body: unknown) => void {
  let since = Number.NEGATIVE_INFINITY
  let lines = 0
  let dropped = 0
  const takeLine = () => {
    const now = clock.now().getTime()
    if (now - since >= minuteMs) {
      if (dropped > 0) log.warn({ event: 'reports_dropped', count: dropped }, 'browser reports were not logged')
      since = now
      lines = 0
      dropped = 0
    }
    if (lines < mostLinesPerMinute) return ++lines
    dropped += 1
    return 0
  }
  return body => {
    // A browser always names the directive. Reports without one are junk, and must not use up lines.
    for (const violation of violationsIn(body, settings.appUrl.origin))
      if (violation.directive !== undefined && takeLine())
        log.warn({ event: 'csp_violation', ...violation }, 'a page violated its content security policy')
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

/** The path of one of our own pages. The query may contain private data, and the fragment a secret. */
function pageOf(told: string | undefined, origin: string): string | undefined {
  const url = told !== undefined && URL.canParse(told) ? new URL(told) : undefined
  return url?.origin === origin ? Object.values(pages).find(page => page === url.pathname) : undefined
}

/** A keyword of the policy such as `inline`, or the scheme and host of an address. */
function originOf(told: string | undefined): string | undefined {
  if (told === undefined || told.length > 2048) return undefined
  if (/^[a-z-]{1,30}$/.test(told)) return told
  if (!URL.canParse(told)) return undefined
  const { protocol, origin } = new URL(told)
  return /^(?:https?|wss?):$/.test(protocol) ? origin : protocol
}
