import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { CommandError } from './commands/terminal.ts'

/**
 * Reads a secret without showing it: from a prompt, or from the first line of standard input if there is no terminal.
 * @throws {CommandError} if nothing comes, or something else than UTF-8
 */
export async function readPassword(prompted = 'Password'): Promise<string> {
  const typed = process.stdin.isTTY ? await prompt(prompted) : await firstLine()
  if (typed === '') throw new CommandError(`${prompted}: nothing came. Type it, or give it on standard input.`)
  // Otherwise each letter that is no UTF-8 would count as the same one, and no page could send it.
  if (typed.includes('\ufffd')) throw new CommandError(`${prompted}: it is not UTF-8. Set the terminal to UTF-8.`)
  return typed
}

async function firstLine(): Promise<string> {
  // Some programs begin a file or a pipe with a mark of its byte order, which no one can type.
  for await (const line of createInterface({ input: process.stdin })) return line.replace(/^\ufeff/, '')
  return ''
}

async function prompt(prompted: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(`${prompted}: `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: stdin, output: nowhere, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    stderr.write('\n')
  }
}
