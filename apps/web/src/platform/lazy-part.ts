import type { Room } from '@latchkey/contracts/words/web'
import { useQuery } from '@tanstack/react-query'
import { loadOrWait } from './lazy-page.ts'
import { appKey } from './outage.ts'
import { useCatalogue } from './words/use-words.ts'

/**
 * Loads a part of a page that is needed later, with the words of its rooms. It begins once the page is shown, so that the part is
 * usually there when it is needed. Unlike a page it never reloads the app, because that would lose what the person typed: if a
 * file is missing, `error` says so.
 */
export function useLazyPart<Part>(name: string, load: () => Promise<Part>, ...rooms: Room[]) {
  const catalogue = useCatalogue()
  const loadAll = async () => (await Promise.all([load(), catalogue.load(rooms)]))[0]
  return useQuery({
    queryKey: [appKey, 'part', name],
    queryFn: () => loadOrWait(loadAll, error => Promise.reject(error)),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  })
}
