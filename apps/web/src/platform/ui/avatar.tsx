/** The initials of a person in a circle. It only decorates: the name or address stands beside it. */
export function Avatar({ name, email, large = false }: { name: string | null; email: string; large?: boolean }) {
  return (
    <span
      aria-hidden="true"
      translate="no"
      className={`inline-grid shrink-0 place-items-center rounded-full bg-tint font-semibold text-accent select-none forced-colors:border ${large ? 'size-14 text-title' : 'size-8 text-small'}`}
    >
      {initials(name ?? email)}
    </span>
  )
}

/** "AL" of "Ada Lovelace", "A" of "ada@example.com". By code point: a letter may need two units. */
export function initials(text: string): string {
  const words = text
    .replace(/@.*/, '')
    .split(/[\s._-]+/u)
    .filter(Boolean)
  const first = words[0] ?? text
  const last = words.length > 1 && text.includes(' ') ? words.at(-1) : ''
  return [first, last]
    .map(word => [...(word ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
