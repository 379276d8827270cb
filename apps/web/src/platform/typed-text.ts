export interface Typed {
  /** What was typed into the input with this name. */
  valueOf(name: string): string | undefined
  /** Puts everything into the inputs of the same names, with the focus. */
  putBack(): void
}

/** Reads what a person has typed into a page before its script was there, so that the page that takes its place can have it. */
export function readTyped(page: HTMLElement): Typed {
  const focused = document.activeElement
  const typed = inputsOf(page).map(input => ({
    name: input.name,
    value: input.value === input.defaultValue ? undefined : input.value,
    checked: input.checked === input.defaultChecked ? undefined : input.checked,
    hasFocus: input === focused,
  }))
  return {
    valueOf: name => typed.find(each => each.name === name)?.value,
    putBack() {
      for (const { name, value, checked, hasFocus } of typed) {
        const input = inputsOf(page).find(input => input.name === name && !input.readOnly)
        if (!input) continue
        if (value !== undefined) input.value = value
        if (checked !== undefined) input.checked = checked
        if (hasFocus) input.focus({ preventScroll: true })
      }
    },
  }
}

/** Extensions may have added inputs without a name. */
const inputsOf = (page: HTMLElement) => [...page.querySelectorAll<HTMLInputElement>('input[name]')]
