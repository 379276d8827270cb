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

/** Leads this tab to a provider's page. `ask` gets its address. `down` says that only this provider does not answer. */
export function useGoing(ask: (id: string) => Promise<string>, down: (id: string) => string) {
  const queryClient = useQueryClient()
  const [going, setGoing] = useState<Going>({})
  useEffect(() => {
    // The browser may keep this page, and show it again after "back".
    const reset = () => setGoing({})
    window.addEventListener('pageshow', reset)
    return () => window.removeEventListener('pageshow', reset)
  }, [])
  async function go(id: string) {
    setGoing({ busy: id })
    try {
      window.location.assign(await ask(id))
    } catch (error) {
      watchOutage(queryClient, error)
      setGoing({ failed: id, sentence: isDown(error) ? down(id) : failure(error) })
    }
  }
  return { ...going, go }
}

const isDown = (error: unknown) => error instanceof ApiError && error.problem.code === 'provider_unavailable'
