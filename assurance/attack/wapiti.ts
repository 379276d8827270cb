import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { events } from '@latchkey/contracts/auth/sessions'
import { endpoints } from '@latchkey/contracts/endpoints'
import { pages } from '@latchkey/contracts/pages'
import type { Attack } from './attack.ts'
import { run } from './program.ts'
import { asHeaders } from './target.ts'

const scanSeconds = 30
/** The time limit of each module. */
const attackSeconds = 30
const seconds = 230

/** Without `nikto` and `wapp`, which download lists, and without `ssrf` and `xxe`, which need another server. */
const modules = [
  ...['backup', 'blindsql', 'brute_login_form', 'buster', 'cookieflags', 'crlf', 'csp', 'csrf', 'exec', 'file'],
  ...['htaccess', 'http_headers', 'methods', 'permanentxss', 'redirect', 'shellshock', 'sql', 'xss'],
]

interface Report {
  vulnerabilities: Record<string, Found[]>
  anomalies: Record<string, Found[]>
}
interface Found {
  path: string
  info: string
}

/** Attacks the pages and every call that reads, signed in. Each address has a query to change. */
export const wapiti: Attack = {
  name: 'wapiti',
  limits: 'relaxed',
  program: { command: 'wapiti', package: 'wapiti', version: ['--version'] },
  explained: {
    'HTTP Secure Headers: X-Frame-Options is not set':
      "the policy's `frame-ancestors 'none'` does the same, and browsers that know both follow the policy (CSP Level 2, section 7.7.1).",
    'HTTP Secure Headers: X-XSS-Protection is not set':
      'today’s browsers no longer have the filter that it switched, and the filter itself could be abused (OWASP, HTTP Headers Cheat Sheet).',
  },
  async run(target, folder) {
    const report = path.join(folder, 'report.json')
    const reads = endpoints.filter(({ method, media }) => method === 'GET' && media !== events.media)
    const starts = [...Object.values(pages), ...reads.map(({ path }) => path)].map(
      path => `${target.url}${path}?return=/devices&id=1`,
    )
    const args = [
      ['-u', `${target.url}/`, ...starts.flatMap(start => ['-s', start]), '-m', modules.join(',')],
      asHeaders(target.bearer).flatMap(header => ['-H', header]),
      ['--max-scan-time', String(scanSeconds), '--max-attack-time', String(attackSeconds)],
      ['--flush-session', '--store-session', folder, '--store-config', folder, '--no-bugreport'],
      ['-f', 'json', '-o', report],
    ].flat()
    await run('wapiti', args, {
      seconds,
      log: path.join(folder, 'wapiti.log'),
      // Stops wapiti from downloading lists for modules that it does not use.
      environment: { https_proxy: 'http://127.0.0.1:9' },
    })
    const { vulnerabilities, anomalies } = JSON.parse(await readFile(report, 'utf8')) as Report
    const findings = Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([category, found]) =>
      found.map(({ info }) => `${category}: ${info}`),
    )
    return { findings: [...new Set(findings)] }
  },
}
