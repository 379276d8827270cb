import { pages } from '@latchkey/contracts/pages'
import { useState } from 'react'
import { useRouter } from '../../platform/router/use-router.ts'
import { useMe } from '../session/use-session.ts'

/** What a page does that adds a second factor, once that is done. */
export function useLeave() {
  const { navigate } = useRouter()
  // It is no longer required once the factor is added, and the person still came for that.
  const [wasRequired] = useState(useMe()?.mustAddFactor === true)
  return () => navigate({ to: wasRequired ? pages.home : pages.security, replace: true })
}
