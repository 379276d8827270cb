import type { Plugin } from 'vite'

const contracts = /[\\/]packages[\\/]contracts[\\/]src[\\/].*\.ts$/
/** A part of a description on a line of its own. */
const unused =
  /^ {2}(?:params: z\.object\(\{ [^{}]*\} \)|params: z\.object\(\{ [^{}]*\}\)|errors: \[[^\]]*\]|withoutFactor: true),$/gm
const summary = /^ {2}summary:\s*(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`),$/gm

/** Leaves the sentences of the OpenAPI document out of the pages. None reads them, and each loads several. */
export function withoutSummaries(): Plugin {
  return {
    name: 'latchkey:without-summaries',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: contracts },
      handler: code => code.replace(summary, '').replace(unused, ''),
    },
  }
}
