/**
 * Reads what a person has typed into a page before its script was there. Returns a function that puts it into the inputs of the same
 * names, with the focus, when another page has taken its place.
 */
export function readTyped(page: HTMLElement): () => void {
  const focused = document.activeElement
  const typed = inputsOf(page).map(input => ({
    name: input.name,
    value: input.value === input.defaultValue ? undefined : input.value,
    checked: input.checked === input.defaultChecked ? undefined : input.checked,
    hasFocus: input === focused,
  }))
  return () => {
    for (const { name, value, checked, hasFocus } of typed) {
      const input = inputsOf(page).find(input => input.name === name && !input.readOnly)
      if (!input) continue
      if (value !== undefined) input.value = value
      if (checked !== undefined) input.checked = checked
      if (hasFocus) input.focus({ preventScroll: true })
    }
  }
}

/** Extensions may have added inputs without a name. */
const inputsOf = (page: HTMLElement) => [...page.querySelectorAll<HTMLInputElement>('input[name]')]
