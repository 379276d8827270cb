import type { pages } from '@latchkey/contracts/pages'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { linkLook } from '../../platform/ui/link-look.ts'
import { inputId } from '../../platform/ui/text-field.tsx'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** What was typed as the address on the page before; the one thing of a form that the history may hold. */
    email?: string
    /** Whose sign-up is waiting for the proof of its address. */
    unproven?: string
    /** Where a mail was sent on this page. */
    mailed?: string
  }
}

interface Props {
  to: typeof pages.forgot | typeof pages.signUp
  /** Whether a sign-up with that address was begun before: then it must be typed. */
  resumes?: boolean
  className?: string
  children: ReactNode
}

/** A link that takes along what is typed as the address, so that nobody types it twice. */
export function TypedAddressLink({ to, resumes = false, className = '', children }: Props) {
  const router = useRouter()
  return (
    <a
      href={to}
      onClick={event => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        const input = document.querySelector<HTMLInputElement>(`#${inputId('email')}`)
        const email = input?.value ?? ''
        if (resumes && !email) input?.focus()
        else void router.navigate({ to, state: resumes ? { unproven: email } : { email } })
      }}
      className={`${linkLook} ${className}`}
    >
      {children}
    </a>
  )
}
