import type { providers as en } from '../en/providers.ts'

export const providers: typeof en = {
  or: 'oder',
  continueWith: name => `Weiter mit ${name}`,
  opening: name => `${name} wird geöffnet …`,
  lastUsed: 'Zuletzt benutzt',
  down: name => `${name} antwortet gerade nicht. Versuchen Sie es später, oder wählen Sie einen anderen Weg.`,
}
