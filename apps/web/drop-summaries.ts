import { endpoints } from '@latchkey/contracts/endpoints'
import { errors } from '@latchkey/contracts/errors'
import type { Plugin } from 'vite'

const summary = /\bsummary:\s*(?:'[^'\n]*'|"[^"\n]*"),/g
const titleOfError = /(\bstatus: \d+), title:\s*(?:'[^'\n]*'|"[^"\n]*")/g

/** Sentences of the contract that must not be in the build. A page may say the same as the title of some other error. */
const dropped = [...endpoints.map(({ summary }) => summary), errors.method_not_allowed.title, errors.not_found.title]

/**
 * Removes the summaries of endpoints and the titles of errors from the build. Summaries are for the API's documentation. Titles come with
 * each problem, and pages have sentences of their own.
 */
export function dropSummaries(): Plugin {
  return {
    name: 'latchkey:drop-summaries',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /packages[\\/]contracts[\\/]src/ },
      handler: code => ({ code: code.replaceAll(summary, '').replaceAll(titleOfError, '$1'), map: null }),
    },
    // The patterns depend on how a source is written, so check the result against the contract itself.
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const left = file.type === 'chunk' && dropped.find(sentence => file.code.includes(sentence))
        if (left) this.error(`${file.fileName} still contains a sentence of the contract: "${left}"`)
      }
    },
  }
}
