const mostLetters = 40

/**
 * A text of a person as a mail may show it: the person may be a thief, and the reader the owner. Short, and without anything that a mail
 * program makes a link or an address of: only letters, digits, spaces and a few marks between them stay.
 */
export function quoted(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}'’()+-]+/gu, ' ')
    .trim()
  const letters = [...plain]
  return letters.length <= mostLetters ? plain : `${letters.slice(0, mostLetters).join('').trim()}…`
}
