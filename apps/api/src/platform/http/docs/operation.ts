import { answerAt, type OpenApiDocument, type Operation, type WrittenAnswer } from '@latchkey/contracts/openapi-reading'
import { escapeHtml } from '../../mail/look.ts'
import { fieldList, fieldsOf } from './fields.ts'
import { curlSample, fetchSample } from './samples.ts'

/** One call: what a list of calls needs at once, and the rest behind a disclosure. */
export function operationArticle(document: OpenApiDocument, operation: Operation, origin: string): string {
  const { operationId, method, path, summary, responses } = operation
  return `<article id="${operationId}" aria-labelledby="${operationId}-title">
<h3 id="${operationId}-title">${escapeHtml(summary)}</h3>
<p class="call"><span class="method">${method}</span> <code>${escapeHtml(path)}</code></p>
<p class="who">${whoMayCall(operation)}</p>
<details>
<summary>Inputs, answers and samples<span class="unseen"> of ${operationId}</span></summary>
${inputs(document, operation)}
<h4>Answers</h4>
<dl class="answers">
${Object.entries(responses)
  .map(([status, answer]) => answerEntry(status, answerAt(document, answer)))
  .join('\n')}
</dl>
<h4>curl</h4>
<pre>${escapeHtml(curlSample(operation, origin))}</pre>
<h4>fetch</h4>
<pre>${escapeHtml(fetchSample(operation))}</pre>
</details>
</article>`
}

/** Who the security of a call lets in. */
function whoMayCall({ security }: Operation): string {
  const schemes = security.flatMap(Object.keys)
  if (schemes.length === 0) return 'Anyone may call it.'
  if (schemes.includes('guard')) return 'A second service may call it, with its secret as a bearer token.'
  return 'A signed-in person may call it, with the cookie or a bearer token.'
}

function inputs(document: OpenApiDocument, { parameters = [], requestBody }: Operation): string {
  const body = requestBody?.content['application/json']
  const fields = [
    ...parameters.map(({ name, in: place, required, schema }) => ({ name, place, required, schema })),
    ...(body ? fieldsOf(document, body.schema) : []),
  ]
  const example = body ? `<p>For example:</p>\n<pre>${json(body.example)}</pre>` : ''
  return `<h4>Inputs</h4>\n${fields.length > 0 ? fieldList(document, fields) : '<p>None.</p>'}\n${example}`
}

function answerEntry(status: string, { description = '', content = {} }: WrittenAnswer): string {
  const { example, examples } = Object.values(content)[0] ?? {}
  const codes = Object.entries(examples ?? {}).map(
    ([code, { summary }]) => `<li><code>${code}</code> ${escapeHtml(summary)}</li>`,
  )
  const shown = codes.length > 0 ? `<ul>${codes.join('')}</ul>` : `<p>${escapeHtml(description)}</p>`
  return `<div><dt>${status}</dt><dd>${shown}${example === undefined ? '' : `<pre>${json(example)}</pre>`}</dd></div>`
}

const json = (value: unknown) => escapeHtml(JSON.stringify(value, null, 2))
