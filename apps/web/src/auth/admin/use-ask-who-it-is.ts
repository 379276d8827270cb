import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useSession } from '../session/use-session.ts'

/** The role was lost while the page was open. After the answer the menu has no link to these pages any more. */
export function useAskWhoItIs(isGone: boolean): void {
  const queryClient = useQueryClient()
  const { query } = useSession()
  useEffect(() => {
    if (isGone) void queryClient.fetchQuery({ ...query, staleTime: 0 }).catch(() => undefined)
  }, [isGone, queryClient, query])
}
