import type { Operation } from '@latchkey/contracts/openapi-reading'

const bodyOf = ({ requestBody }: Operation) => requestBody?.content['application/json']?.example

/** The path and query of a call, with the examples of its parameters. */
function targetOf({ path, parameters = [] }: Operation): string {
  const filled = parameters
    .filter(each => each.in === 'path')
    .reduce((whole, { name, example }) => whole.replace(`{${name}}`, encodeURIComponent(String(example))), path)
  const query = new URLSearchParams(
    parameters
      .filter(each => each.in === 'query' && each.required)
      .map(({ name, example }): [string, string] => [name, String(example)]),
  )
  return query.size > 0 ? `${filled}?${query}` : filled
}

/** The call as an API client makes it in a shell. */
export function curlSample(operation: Operation, origin: string): string {
  const { method, security, responses } = operation
  const body = bodyOf(operation)
  const isStream = !Object.keys(responses['200']?.content ?? { 'application/json': {} }).includes('application/json')
  const token = security.some(each => 'guard' in each) ? '$GUARD_SECRET' : '$TOKEN'
  return [
    `curl ${isStream ? '-N ' : ''}${method === 'GET' ? '' : `-X ${method} `}'${origin}${targetOf(operation)}'`,
    ...(security.length > 0 ? [`-H "Authorization: Bearer ${token}"`] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ')
}

/** In single quotes, in which a shell replaces nothing. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`

/** The call as a page of this site makes it. */
export function fetchSample(operation: Operation): string {
  const { method } = operation
  const body = bodyOf(operation)
  if (method === 'GET') return `const answer = await fetch('${targetOf(operation)}')`
  const lines = [
    `  method: '${method}',`,
    ...(body === undefined
      ? []
      : [
          "  headers: { 'Content-Type': 'application/json' },",
          `  body: JSON.stringify(${JSON.stringify(body, null, 2).replaceAll('\n', '\n  ')}),`,
        ]),
  ]
  return `const answer = await fetch('${targetOf(operation)}', {\n${lines.join('\n')}\n})`
}
