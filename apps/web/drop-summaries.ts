import { endpoints } from '@latchkey/contracts/endpoints'
import type { Plugin } from 'vite'

const summary = /\bsummary:\s*(?:'[^'\n]*'|"[^"\n]*"),/g

/** Removes the summaries of endpoints from the build: they are for the API's documentation, and no page shows them. */
export function dropSummaries(): Plugin {
  return {
    name: 'latchkey:drop-summaries',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /packages[\\/]contracts[\\/]src/ },
      handler: code => ({ code: code.replaceAll(summary, ''), map: null }),
    },
    // The pattern depends on how a source is written, so check the result against the contract itself.
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const left = file.type === 'chunk' && endpoints.find(endpoint => file.code.includes(endpoint.summary))
        if (left) this.error(`${file.fileName} still contains the summary of an endpoint: "${left.summary}"`)
      }
    },
  }
}
