import type { Plugin } from 'vite'

const summary = /\bsummary:\s*(?:'[^'\n]*'|"[^"\n]*"),/g

/** Leaves out of the build what the contract says of its calls in words: that is for its documentation, and no page shows it. */
export function dropSummaries(): Plugin {
  return {
    name: 'latchkey:drop-summaries',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /packages[\\/]contracts[\\/]src/ },
      handler: code => ({ code: code.replaceAll(summary, ''), map: null }),
    },
  }
}
