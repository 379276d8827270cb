import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { runCommand } from '../src/auth/admin/commands/run.ts'
import type { Deps } from '../src/deps.ts'

/** Runs `latchkey` with these arguments, and answers what it printed. A person types `typed` at a prompt. */
export async function runLatchkey({ deps, url }: { deps: Deps; url: string }, args: string[], typed = '') {
  let [out, err] = ['', '']
  const code = await runCommand(args, {
    withDeps: work => work(deps),
    withDatabase: work => work(url),
    readPassword: async () => typed,
    print(line) {
      out += `${line}\n`
    },
    async printAll(lines) {
      for await (const line of lines) out += `${line}\n`
    },
    printError(text) {
      err += text
    },
  })
  return { code, out, err }
}

/** An empty folder, which goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-import-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Imports a file, or this text as one. Answers what was printed, and the list of bad rows without its first line. */
export async function runImport(
  api: { deps: Deps; url: string },
  source: { file: string } | { text: string | Uint8Array },
  from: string,
  options: string[] = [],
) {
  const folder = await temporaryFolder()
  const file = 'file' in source ? source.file : path.join(folder, 'people')
  if ('text' in source) await writeFile(file, source.text)
  const list = path.join(folder, 'bad.csv')
  const printed = await runLatchkey(api, ['import', file, '--from', from, '--bad', list, ...options])
  const listed = await readFile(list, 'utf8').catch(() => '')
  return { ...printed, folder, list, bad: listed.trim().split('\n').slice(1) }
}
