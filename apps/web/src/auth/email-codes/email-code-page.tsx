import { localPath } from '@latchkey/contracts/platform/local-path'
import { Navigate, useLocation } from '../../platform/router/use-router.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useIdentify, useSession } from '../session/use-session.ts'
import { AskStep } from './ask-step.tsx'
import { readAsked } from './asked-code.ts'
import { CodeStep } from './code-step.tsx'

/** Signs in with a mailed code. The history state keeps the step over a reload. */
export function EmailCodePage() {
  const { state, search } = useLocation()
  const { email, mailed } = state
  const { tab } = useSession()
  const me = useIdentify()
  useHeadingFocus(mailed)
  if (me) return <Navigate to={localPath(new URLSearchParams(search).get('return') ?? undefined)} replace />
  const asked = mailed === undefined ? null : readAsked(tab)
  return asked?.email === mailed && asked ? <CodeStep first={asked} /> : <AskStep email={mailed ?? email} />
}
