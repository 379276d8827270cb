import { changeTimeZone } from '@latchkey/contracts/auth/account'
import { TimeZone } from '@latchkey/contracts/auth/time-zones'
import { useEffect } from 'react'
import { call } from '../../platform/api-client.ts'
import { useMe, useSession } from './use-session.ts'

/** The browser's time zone. UTC where it has none, or one that is no name. */
export const browserTimeZone = (): string =>
  TimeZone.safeParse(new Intl.DateTimeFormat().resolvedOptions().timeZone).data ?? 'UTC'

/**
 * The time zone of the person. At the first sign-in, this browser names its own. If that fails, the next page does. Undefined if this
 * browser does not know the zone: a newer one named it.
 */
export function useTimeZone(): string | undefined {
  const { dispatch, handleError } = useSession()
  const me = useMe()
  const user = me?.user
  // Who must add a second factor can change nothing else before.
  const isMissing = user?.timeZone === null && !me?.mustAddFactor
  useEffect(() => {
    if (!isMissing) return
    call(changeTimeZone, { timeZone: browserTimeZone() }).then(
      ({ data }) => dispatch({ name: 'user-changed', user: data }),
      // The answer may have the reason why the session ended. The server says it only once.
      handleError,
    )
  }, [dispatch, handleError, isMissing])
  return TimeZone.safeParse(user?.timeZone).data
}
