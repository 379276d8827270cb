// Asks the server of this container whether it is alive, or ready: `node health.mjs live`. The image has no curl.
import { get } from 'node:http'

const [, , kind = 'live'] = process.argv
const timeoutMs = 4000

// `||`: an empty variable counts as unset, as in all settings.
const request = get(
  { host: '127.0.0.1', port: process.env.PORT || 4000, path: `/api/health/${kind}`, timeout: timeoutMs },
  answer => {
    answer.resume()
    process.exitCode = answer.statusCode === 200 ? 0 : 1
  },
)
request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)))
request.on('error', error => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
