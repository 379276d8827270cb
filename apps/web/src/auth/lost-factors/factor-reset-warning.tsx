import { useQuery } from '@tanstack/react-query'
import { useLazyPart } from '../../platform/lazy-part.ts'
import { factorsQuery } from '../factors/query.ts'

/** On pages that do not tell of second factors: the notice that all of them will be removed. It loads only if that is so. */
export function FactorResetWarning() {
  const resetAt = useQuery(factorsQuery).data?.resetAt
  return resetAt ? <Notice resetAt={resetAt} /> : null
}

function Notice({ resetAt }: { resetAt: string }) {
  const { data: FactorResetNotice } = useLazyPart('factor reset', loadNotice, 'overview', 'times')
  return (
    FactorResetNotice && (
      <div className="-mt-8 mb-10">
        <FactorResetNotice resetAt={resetAt} />
      </div>
    )
  )
}

const loadNotice = async () => (await import('./factor-reset-notice.tsx')).FactorResetNotice
