import { fieldsOf } from '@latchkey/contracts/fields'
import { type FieldMessage, sayField } from '@latchkey/contracts/words/fields'
import type { Words } from '@latchkey/contracts/words/web'
import { type InputEvent, type RefObject, type SubmitEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useWords } from '../../platform/words/use-words.ts'
import { ApiError } from '../api-errors.ts'
import type { Errors } from './error-summary.tsx'
import { failure } from './failure.tsx'
import { inputId } from './text-field.tsx'

export interface FormOptions<T> {
  /** The inputs' labels, by their names. */
  labels: Record<string, string>
  read: (form: FormData) => T
  /** The contract's schema for the input. */
  schema?: { safeParse: (typed: T) => { error?: Parameters<typeof fieldsOf>[0] | undefined } }
  /** Resolves to a sentence that says what was done, if the page stays. */
  send: (typed: T, form: HTMLFormElement) => Promise<unknown>
  /** The errors to show for a failure, or `undefined` to show none. */
  errorsOf?: (error: unknown) => Errors | undefined
}

export interface FormState {
  labels: Record<string, string>
  errors: Errors | undefined
  /** What the last attempt did. It goes with the next change or attempt. */
  news: string | undefined
  busy: boolean
  summary: RefObject<HTMLDivElement | null>
  submit: (event: SubmitEvent<HTMLFormElement>) => Promise<void>
  /** Removes all errors, and no longer waits for an attempt, as when the form asks for something else. */
  clear: () => void
  /** Removes the errors of the input that was changed, and the news. */
  change: (event: InputEvent<HTMLFormElement>) => void
  /** Removes the errors of one input. */
  forget: (name: string) => void
}

/**
 * A form whose uncontrolled inputs keep what was typed after every attempt. The schema checks the input before it is sent.
 * It is sent only once, even if the button is pressed again.
 */
export function useForm<T>({ labels, read, schema, send, errorsOf = usualErrors }: FormOptions<T>): FormState {
  const words = useWords()
  const [errors, setErrors] = useState<Errors>()
  const [news, setNews] = useState<string>()
  // Counted, because the focus may move only after an attempt, and not while a person types.
  const [failures, setFailures] = useState(0)
  const [busy, setBusy] = useState(false)
  const summary = useRef<HTMLDivElement>(null)
  // Set at once, while `busy` changes with the next render: a double click must not send twice.
  const underWay = useRef<object>(undefined)

  const firstWrong = Object.keys(labels).find(name => name in (errors?.fields ?? {}))
  const focusWhatIsWrong = useEffectEvent(() => {
    const input = firstWrong && document.getElementById(inputId(firstWrong))
    ;(input || summary.current)?.focus()
  })
  useEffect(() => {
    if (failures) focusWhatIsWrong()
  }, [failures])
  useErrorTitle(errors && words.ui.errorTitle)

  const fail = (found: Errors | undefined) => {
    setErrors(named(found, labels))
    if (found) setFailures(failures + 1)
  }

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (underWay.current) return
    const form = event.currentTarget
    const attempt = {}
    underWay.current = attempt
    setBusy(true)
    setNews(undefined)
    try {
      const typed = read(new FormData(form))
      const checked = schema?.safeParse(typed)
      if (checked?.error) return fail({ fields: sentencesOf(words, fieldsOf(checked.error)) })
      const done = await send(typed, form)
      if (underWay.current !== attempt) return
      setErrors(undefined)
      setNews(typeof done === 'string' ? done : undefined)
    } catch (error) {
      // Of every kind: an old browser may lack a function, and a press of the button must not end in silence.
      if (underWay.current === attempt) fail(errorsOf(error))
    } finally {
      if (underWay.current === attempt) stopWaiting()
    }
  }
  const stopWaiting = () => {
    underWay.current = undefined
    setBusy(false)
  }
  const clear = () => {
    setErrors(undefined)
    stopWaiting()
  }
  const forget = (name: string) => setErrors(errors => errors && without(errors, name))
  const change = ({ target }: InputEvent<HTMLFormElement>) => {
    setNews(undefined)
    forget((target as HTMLInputElement).name)
  }
  return { labels, errors, news, busy, summary, submit, clear, change, forget }
}

/** Begins the document title with "Error:" while a form has one, as GOV.UK does: screen readers read the title first. */
function useErrorTitle(errorTitle: ((title: string) => string) | undefined): void {
  useEffect(() => {
    if (!errorTitle) return
    // A page may have several forms, and each adds and removes its own beginning.
    const beginning = errorTitle('')
    document.title = beginning + document.title
    return () => {
      document.title = document.title.replace(beginning, '')
    }
  }, [errorTitle])
}

const sentencesOf = ({ fields, moreFields }: Words, messages: Record<string, FieldMessage>) =>
  Object.fromEntries(
    Object.entries(messages).map(([name, message]) => [name, sayField({ ...fields, ...moreFields }, message)]),
  )

/** Field errors of the API beside their fields, and anything else in the summary. */
export function usualErrors(error: unknown): Errors {
  const { fields } = error instanceof ApiError ? error.problem : {}
  return fields && Object.keys(fields).length > 0 ? { fields } : { fields: {}, sentence: failure(error) }
}

/** The errors that are left after the input `name` was changed. */
function without(errors: Errors, name: string): Errors | undefined {
  if (errors.about?.includes(name)) return undefined
  const { [name]: _removed, ...fields } = errors.fields
  return Object.keys(fields).length > 0 || errors.sentence ? { ...errors, fields } : undefined
}

/** Moves an error without an input in this form, such as one of a link's secret, to the summary. */
function named(errors: Errors | undefined, labels: Record<string, string>): Errors | undefined {
  const [, sentence] = Object.entries(errors?.fields ?? {}).find(([name]) => !(name in labels)) ?? []
  return sentence ? { fields: {}, sentence } : errors
}
