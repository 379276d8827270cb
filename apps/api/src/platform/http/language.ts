import { chooseLanguage, type Language } from '@latchkey/contracts/words/language'
import type { FastifyRequest } from 'fastify'

/** More than any browser sends. The header is from strangers. */
const mostTags = 20

/** The language of the answer: the best one of Accept-Language (RFC 9110 section 12.5.4) that we know. */
export const languageOf = ({ headers }: Pick<FastifyRequest, 'headers'>): Language =>
  chooseLanguage(tagsOf(headers['accept-language'] ?? ''))

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
