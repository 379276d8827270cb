import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pages } from '@latchkey/contracts/pages'
import { live, ready } from '@latchkey/contracts/platform/health'
import type { Attack } from './attack.ts'
import { run } from './program.ts'
import { asHeaders } from './target.ts'

const seconds = 60
const wordlist = path.join(import.meta.dirname, 'paths.txt')

interface Hit {
  input: { FUZZ: string }
  status: number
  length: number
}

/** Tries paths that may expose a file or bypass the guard, signed out. */
export const ffuf: Attack = {
  name: 'ffuf',
  limits: 'default',
  program: { command: 'ffuf', package: 'ffuf', version: ['-V'] },
  explained: {},
  async run(target, folder) {
    const report = path.join(folder, 'report.json')
    const headers = asHeaders({ ...target.fromProxy, accept: 'text/html' }).flatMap(header => ['-H', header])
    const args = [
      '-s',
      '-u',
      `${target.url}/FUZZ`,
      '-w',
      wordlist,
      '-mc',
      'all',
      '-t',
      '10',
      '-o',
      report,
      '-of',
      'json',
    ]
    await run('ffuf', [...args, ...headers], { seconds, log: path.join(folder, 'ffuf.log') })
    const { results } = JSON.parse(await readFile(report, 'utf8')) as { results: Hit[] }
    const app = await fetch(target.url, { headers: { ...target.fromProxy, accept: 'text/html' } })
    const appLength = Buffer.byteLength(await app.text())

    const isDocumented = ({ input, length }: Hit) => {
      const [path = ''] = `/${input.FUZZ}`.split('?')
      return documentedFiles.includes(path) || (documentedPages.includes(path) && length === appLength)
    }
    const findings = results
      .filter(hit => hit.status >= 500 || (hit.status < 400 && !isDocumented(hit)))
      .map(({ input, status, length }) => `/${input.FUZZ} answers ${status} with ${length} bytes`)
    const answered = new Set(results.map(({ input }) => input.FUZZ))
    const paths = (await readFile(wordlist, 'utf8')).split('\n').filter(Boolean)
    const unanswered = paths.filter(path => !answered.has(path)).map(path => `/${path} has no answer`)
    return { findings: [...findings, ...unanswered], requests: results.length }
  },
}

const documentedPages: readonly string[] = Object.values(pages)
const documentedFiles: readonly string[] = [live.path, ready.path, '/robots.txt']
