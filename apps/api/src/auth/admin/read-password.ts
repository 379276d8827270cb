import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Reads a secret without showing it: from a prompt, or from the first line of standard input if there is no terminal. */
export async function readPassword(prompted = 'Password'): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) {
    // Some programs begin a file or a pipe with a mark of its byte order, which no one can type.
    for await (const line of createInterface({ input: stdin })) return line.replace(/^\ufeff/, '')
    return ''
  }
  stderr.write(`${prompted}: `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: stdin, output: nowhere, terminal: true })
  try {
    return await prompt.question('')
  } finally {
    prompt.close()
    stderr.write('\n')
  }
}
