import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { events } from '@latchkey/contracts/auth/sessions'
import { endpoints } from '@latchkey/contracts/endpoints'
import { pages } from '@latchkey/contracts/pages'
import type { Attack } from './attack.ts'
import { run } from './program.ts'
import { asHeaders } from './target.ts'

const scanSeconds = 30
/** For each module. */
const attackSeconds = 30
const seconds = 230

/** Not `nikto` and `wapp`, which fetch their lists from elsewhere, nor `ssrf` and `xxe`, which ask a server elsewhere whether we called it. */
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

/** The pages, and every call that reads, as somebody who is signed in; each with a query to play with. */
export const wapiti: Attack = {
  name: 'wapiti',
  limits: 'relaxed',
  program: { command: 'wapiti', package: 'wapiti', version: ['--version'] },
  explained: {
    'HTTP Secure Headers: X-Frame-Options is not set':
      "the policy's `frame-ancestors 'none'` says it, and browsers that know both follow the policy (CSP Level 2, section 7.7.1).",
    'HTTP Secure Headers: X-XSS-Protection is not set':
      'no browser has the filter any more that it switched, and where one had it, it could be turned against the page (OWASP, HTTP Headers Cheat Sheet).',
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
      // It would fetch lists even for the modules that it is not to use.
      environment: { https_proxy: 'http://127.0.0.1:9' },
    })
    const { vulnerabilities, anomalies } = JSON.parse(await readFile(report, 'utf8')) as Report
    const findings = Object.entries({ ...vulnerabilities, ...anomalies }).flatMap(([category, found]) =>
      found.map(({ info }) => `${category}: ${info}`),
    )
    return { findings: [...new Set(findings)] }
  },
}
