import { useQuery } from '@tanstack/react-query'
import { providerNameQuery } from './queries.ts'

/** What the operator calls a provider. Null for one that is not there, undefined until that is known. */
export const useProviderName = (id: string | undefined): string | null | undefined =>
  useQuery({ ...providerNameQuery(id ?? ''), enabled: id !== undefined }).data
