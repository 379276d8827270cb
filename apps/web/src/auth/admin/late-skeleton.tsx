import { useEffect, useState } from 'react'
import { Skeleton } from '../../platform/ui/skeleton.tsx'

/** Shows nothing for 300 ms, so that a fast answer does not flicker. */
export function LateSkeleton() {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300)
    return () => clearTimeout(timer)
  }, [])
  return isLate ? (
    <div className="mt-6">
      <Skeleton />
    </div>
  ) : null
}
