import { useState } from 'react'
import { type FormOptions, useForm } from '../../platform/ui/use-form.ts'
import { useHeadingFocus } from '../../platform/ui/use-heading-focus.ts'
import { useMailedSecret } from '../../platform/ui/use-mailed-secret.tsx'

export interface LinkFormOptions<T> extends Pick<FormOptions<T & { token: string }>, 'schema'> {
  /** The path of the page that the link leads to. */
  path: string
  labels?: Record<string, string>
  /** What the person types beside the link's secret. */
  read?: (form: FormData) => T
  send: (typed: T & { token: string }) => Promise<unknown>
}

/** The form of a page behind a mailed link. Opening the page alone changes nothing: mail scanners open links too. */
export function useLinkForm<T = unknown>({ path, labels = {}, schema, read, send }: LinkFormOptions<T>) {
  const { token, address, fault, drop, errorsOf } = useMailedSecret(path)
  const [isDone, setDone] = useState(false)
  useHeadingFocus(fault ?? isDone)
  const form = useForm({
    labels,
    ...(schema && { schema }),
    read: form => ({ ...(read?.(form) as T), token }),
    async send(typed) {
      await send(typed)
      drop()
      setDone(true)
    },
    errorsOf,
  })
  return { address, fault, isDone, form }
}
