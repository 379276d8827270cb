import { chooseLanguage, type Language } from '@latchkey/contracts/words/language'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'

/** More than any browser sends. The header is from strangers. */
const mostTags = 20

/** Browsers send the same few headers, with each request. Strangers can fill this: few are kept, because a header may have 16 kB. */
const known = new LRUCache<string, Language>({ max: 200 })

/** The language of the answer: the best one of Accept-Language (RFC 9110 section 12.5.4) that we know. */
export function languageOf({ headers }: Pick<FastifyRequest, 'headers'>): Language {
  const wanted = headers['accept-language'] ?? ''
  const before = known.get(wanted)
  if (before !== undefined) return before
  const language = chooseLanguage(tagsOf(wanted))
  known.set(wanted, language)
  return language
}

/** The tags of the header, the most wanted first. */
const tagsOf = (header: string): string[] =>
  header
    .split(',', mostTags)
    .map(part => {
      const [tag = '', quality] = part.split(/;\s*q=/)
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number.parseFloat(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)
