import type { FormState } from './use-form.ts'

/**
 * A form whose input `name` is compared with others, as a new password is with the person's name. Its error goes also when one of them
 * changes. An error of an empty input stays: it only says that it is empty.
 */
export const compared = <Form extends FormState>(form: Form, name: string, others: readonly string[]): Form => ({
  ...form,
  change(event) {
    form.change(event)
    const isOther = others.includes((event.target as HTMLInputElement).name)
    if (isOther && new FormData(event.currentTarget).get(name)) form.forget(name)
  },
})
