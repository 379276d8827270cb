/** Made by strength-words.ts, beside vite.config.ts. */
declare module 'virtual:strength-words' {
  import type { adjacencyGraphs } from '@zxcvbn-ts/language-common'
  import type { translations as english } from '@zxcvbn-ts/language-en'

  export const dictionary: Record<string, string[]>
  export const graphs: Partial<typeof adjacencyGraphs>
  export const translations: typeof english
}
