import { endpoints } from '@latchkey/contracts/endpoints'
import type { Plugin } from 'vite'

const summary = /\bsummary:\s*(?:'[^'\n]*'|"[^"\n]*"),/g

/** Leaves the summaries of the contract's endpoints out of the build: they are for its documentation, and no page shows them. */
export function dropSummaries(): Plugin {
  return {
    name: 'latchkey:drop-summaries',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /packages[\\/]contracts[\\/]src/ },
      handler: code => ({ code: code.replaceAll(summary, ''), map: null }),
    },
    // The pattern goes by how a source is written. The contract itself knows what must be gone.
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        const left = file.type === 'chunk' && endpoints.find(endpoint => file.code.includes(endpoint.summary))
        if (left) this.error(`${file.fileName} holds a summary of the contract that no page shows: "${left.summary}"`)
      }
    },
  }
}
