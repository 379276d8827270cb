import { tokenPrefix } from '@latchkey/contracts/technical'

const longestWords = 300
const token = new RegExp(`${tokenPrefix}[A-Za-z0-9_-]+`, 'g')

/** A reply without e-mail addresses. */
export const withoutAddresses = (reply: string): string => reply.replace(/[^\s<>()[\]",;:]+@[^\s<>()[\]",;]+/g, '…')

/** The words of a mail server, fit for the log: one line, without addresses, without the recipient's name, without mailed secrets. */
export function wordsOf(reply: string, recipient = ''): string {
  const [name = ''] = recipient.split('@')
  const plain = withoutAddresses(reply)
    .replace(token, '…')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longestWords)
  return name === '' ? plain : plain.replace(wholeWord(name), '…')
}

const wholeWord = (name: string) => new RegExp(`(?<![\\w.+-])${name.replace(/\W/g, '\\$&')}(?![\\w+-])`, 'gi')
