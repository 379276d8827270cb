import { useQuery } from '@tanstack/react-query'
import { providerNameQuery } from './queries.ts'

/** What the operator calls a provider. Null for one that is not there, and if the server refuses to say. Undefined until that is known. */
export function useProviderName(id: string | undefined): string | null | undefined {
  const { data, isError } = useQuery({ ...providerNameQuery(id ?? ''), enabled: id !== undefined })
  return isError ? null : data
}
