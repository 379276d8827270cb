import { useLocation } from '../../platform/router/use-router.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { ProveStep } from './prove-step.tsx'
import { SignUpStep } from './sign-up-step.tsx'

/** Signs up, then proves the address. The history state keeps the step over a reload. */
export function SignUpPage() {
  const { email, unproven, mailed } = useLocation().state
  useHeadingFocus(unproven)
  return unproven ? <ProveStep email={unproven} justSent={mailed === unproven} /> : <SignUpStep email={email} />
}
