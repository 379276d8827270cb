import { useLocation, useRouter } from '@tanstack/react-router'
import { type ComponentType, useState } from 'react'
import { ApiError } from '../api-errors.ts'
import type { Errors } from './error-summary.tsx'
import { usualErrors } from './use-form.ts'

/** `incomplete` where the page has nothing to try: it was loaded again, or the link was cut short on its way. */
export type Fault = 'incomplete' | 'invalid'

/** Makes the page anew for each link that is opened in its tab: the browser loads nothing for another fragment. */
export const perLink = (Page: ComponentType) =>
  function PerLink() {
    const entry = useLocation({ select: ({ state }) => state.__TSR_key })
    return <Page key={entry} />
  }

/** What the page at `path` got by a mailed link, for its form to send. */
export function useMailedSecret(path: string) {
  const { secrets } = useRouter().options.context
  const [secret] = useState(() => secrets.get(path))
  const [fault, setFault] = useState<Fault | undefined>(secret ? undefined : 'incomplete')
  return {
    token: secret ?? '',
    fault,
    /** For a secret that is used up. */
    drop: () => void secrets.delete(path),
    /** A link that is not valid is told of by the page, not by its form. */
    errorsOf(error: unknown): Errors | undefined {
      if (error instanceof ApiError && error.problem.code === 'invalid_link') return void setFault('invalid')
      return usualErrors(error)
    },
  }
}
