import { fieldsOf } from '@latchkey/contracts/fields'
import { type RefObject, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { ApiError } from '../api-errors.ts'
import type { Errors } from './error-summary.tsx'
import { failure } from './failure.tsx'

interface Options<T> {
  /** The inputs' labels, by their names. */
  labels: Record<string, string>
  read: (form: FormData) => T
  /** The contract's schema for the input. */
  schema?: { safeParse: (typed: T) => { error?: Parameters<typeof fieldsOf>[0] | undefined } }
  send: (typed: T, form: HTMLFormElement) => Promise<unknown>
  /** The errors to show for a failure, or `undefined` to show none. */
  errorsOf?: (error: unknown) => Errors | undefined
}

export interface FormState {
  labels: Record<string, string>
  errors: Errors | undefined
  busy: boolean
  summary: RefObject<HTMLDivElement | null>
  submit: (event: SubmitEvent<HTMLFormElement>) => Promise<void>
}

/**
 * A form whose uncontrolled inputs keep what was typed after every attempt. The schema checks the input before it is sent.
 * It is sent only once, even if the button is pressed again.
 */
export function useForm<T>({ labels, read, schema, send, errorsOf = usualErrors }: Options<T>): FormState {
  const [errors, setErrors] = useState<Errors>()
  const [busy, setBusy] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  // Set at once, while `busy` changes with the next render: a double click must not send twice.
  const underWay = useRef(false)

  useEffect(() => {
    if (errors) summary.current?.focus()
  }, [errors])

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (underWay.current) return
    const form = event.currentTarget
    const typed = read(new FormData(form))
    const checked = schema?.safeParse(typed)
    if (checked?.error) return setErrors({ fields: fieldsOf(checked.error) })
    underWay.current = true
    setBusy(true)
    try {
      await send(typed, form)
      setErrors(undefined)
    } catch (error) {
      setErrors(named(errorsOf(error), labels))
    } finally {
      underWay.current = false
      setBusy(false)
    }
  }
  return { labels, errors, busy, summary, submit }
}

/** Field errors of the API beside their fields, and anything else in the summary. */
export function usualErrors(error: unknown): Errors {
  const { fields } = error instanceof ApiError ? error.problem : {}
  return fields && Object.keys(fields).length > 0 ? { fields } : { fields: {}, sentence: failure(error) }
}

/** Moves an error without an input in this form, such as one of a link's secret, to the summary. */
function named(errors: Errors | undefined, labels: Record<string, string>): Errors | undefined {
  const [, sentence] = Object.entries(errors?.fields ?? {}).find(([name]) => !(name in labels)) ?? []
  return sentence ? { fields: {}, sentence } : errors
}
