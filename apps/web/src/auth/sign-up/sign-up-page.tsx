import { useLocation } from '@tanstack/react-router'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { ProveStep } from './prove-step.tsx'
import { SignUpStep } from './sign-up-step.tsx'

/** Asks for an account, and then for the proof of its address; which of both, the history keeps over a reload. */
export function SignUpPage() {
  const { email, unproven, mailed } = useLocation({ select: ({ state }) => state })
  useHeadingFocus(unproven)
  return unproven ? <ProveStep email={unproven} justSent={mailed === unproven} /> : <SignUpStep email={email} />
}
