import { useState } from 'react'
import { type FormOptions, type FormState, useForm } from '../../platform/ui/use-form.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { accountErrors } from './account-errors.ts'

interface Options<T> extends FormOptions<T> {
  /** Whether sending this would change anything. */
  changes: (typed: T) => boolean
}

export interface SectionForm extends FormState {
  /** Whether something is typed that is worth sending. */
  isChanged: boolean
}

/**
 * The form of a section of the settings. Its button is always on, since a person cannot ask one that is off what is missing. A press
 * that would change nothing sends nothing, and says what to type at the empty field, or else that nothing has changed.
 */
export function useSectionForm<T>({ changes, send, errorsOf = accountErrors, ...options }: Options<T>): SectionForm {
  const { account: words } = useWords()
  const [isChanged, setChanged] = useState(false)
  const form = useForm({
    ...options,
    errorsOf,
    async send(typed, form) {
      if (!changes(typed)) return nothingChanged
      const done = await send(typed, form)
      setChanged(false)
      return done
    },
  })
  return {
    ...form,
    // Of this render's words: the language may change while it shows.
    news: form.news === nothingChanged ? words.nothingChanged : form.news,
    isChanged,
    change(event) {
      form.change(event)
      setChanged(changes(options.read(new FormData(event.currentTarget))))
    },
  }
}

const nothingChanged = 'nothing changed'
