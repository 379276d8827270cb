import type { pages } from '@latchkey/contracts/pages'
import type { ReactNode } from 'react'
import { opensElsewhere } from '../../platform/router/opens-elsewhere.ts'
import { useRouter } from '../../platform/router/use-router.ts'
import { linkLook } from '../../platform/ui/link-look.ts'
import { inputId } from '../../platform/ui/text-field.tsx'

declare module '../../platform/router/location.ts' {
  interface HistoryState {
    /** The address of the page before. The history may hold no other input of a form. */
    email?: string
    /** The sign-in ended before its second step. */
    hasEnded?: boolean
    /** The address of a sign-up that is not proven yet. */
    unproven?: string
    /** The address that this page sent a mail to. */
    mailed?: string
  }
}

interface Props {
  to: typeof pages.forgot | typeof pages.signUp | `${typeof pages.emailCode}${string}`
  /** Whether the link resumes an earlier sign-up. Then the address must be checked already. */
  resumes?: boolean
  className?: string
  children: ReactNode
}

/** A link that passes on the typed address, so that people need not type it twice. */
export function TypedAddressLink({ to, resumes = false, className = '', children }: Props) {
  const router = useRouter()
  return (
    <a
      href={to}
      onClick={event => {
        if (opensElsewhere(event)) return
        event.preventDefault()
        const input = document.getElementById(inputId('email')) as HTMLInputElement | null
        const email = input?.value ?? ''
        void router.navigate({ to, state: resumes ? { unproven: email } : { email } })
      }}
      className={`${linkLook} ${className}`}
    >
      {children}
    </a>
  )
}
