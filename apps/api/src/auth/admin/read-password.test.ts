import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, it } from 'vitest'
import { compileCache } from '../../../testing/compile-cache.ts'

const module = path.resolve(import.meta.dirname, 'read-password.ts')
const program = `const { readPassword } = await import(${JSON.stringify(module)})
console.log(await readPassword().catch(({ message }) => message))`

async function readFrom(input: string | Buffer): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: compileCache }
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { env })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', text => (out += text))
  child.stdin.end(input)
  await once(child, 'close')
  return out
}

it.each([
  ['the first line', 'a long password é\nand more', 'a long password é\n'],
  ['no empty line', '\n', 'Password: nothing came. Type it, or give it on standard input.\n'],
  ['no input that is closed', '', 'Password: nothing came. Type it, or give it on standard input.\n'],
  ['no other encoding', Buffer.from([0x70, 0xe9, 0x0a]), 'Password: it is not UTF-8. Set the terminal to UTF-8.\n'],
])('a password from standard input is %s', async (_what, input, said) => {
  expect(await readFrom(input)).toBe(said)
})
