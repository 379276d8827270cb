import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { ApiError } from '../../platform/api-errors.ts'
import { watchOutage } from '../../platform/query-client.ts'
import { failure } from '../../platform/ui/failure.tsx'

interface Going {
  /** The provider whose page opens. */
  readonly busy?: string
  /** The provider that failed, and the sentence about it. */
  readonly failed?: string
  readonly sentence?: ReactNode
}

/**
 * Leads a tab to a provider's page. `ask` gets its address, and `open` opens it: without one, in this tab. `sentenceFor` may have a
 * better sentence for an error.
 */
export function useGoing(sentenceFor: (error: unknown, id: string) => ReactNode) {
  const queryClient = useQueryClient()
  const [going, setGoing] = useState<Going>({})
  useEffect(() => {
    // The browser may keep this page, and show it again after "back".
    const reset = () => setGoing({})
    window.addEventListener('pageshow', reset)
    return () => window.removeEventListener('pageshow', reset)
  }, [])
  async function go(id: string, ask: () => Promise<string>, open?: (url: string) => void): Promise<void> {
    setGoing({ busy: id })
    try {
      const url = await ask()
      if (!open) return window.location.assign(url)
      open(url)
      setGoing({})
    } catch (error) {
      watchOutage(queryClient, error)
      setGoing({ failed: id, sentence: sentenceFor(error, id) || failure(error) })
    }
  }
  return { ...going, go }
}

/** Only this provider does not answer. */
export const isProviderDown = (error: unknown) =>
  error instanceof ApiError && error.problem.code === 'provider_unavailable'
