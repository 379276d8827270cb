import { isOurs } from './text-parts.ts'

const address = /https?:\/\/[^\s<>"]+/g

/** Text in which only the addresses of this app are links. */
export function LinkedText({ text }: { text: string }) {
  const parts: { at: number; text: string; href?: string }[] = []
  let end = 0
  for (const { 0: href, index } of text.matchAll(address)) {
    if (!isOurs(href)) continue
    parts.push({ at: end, text: text.slice(end, index) }, { at: index, text: href, href })
    end = index + href.length
  }
  parts.push({ at: end, text: text.slice(end) })
  return parts.map(({ at, text, href }) =>
    href ? (
      <a key={at} href={href} className="font-medium wrap-anywhere text-accent underline underline-offset-2">
        {text}
      </a>
    ) : (
      text
    ),
  )
}
