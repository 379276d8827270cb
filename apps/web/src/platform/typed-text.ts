/**
 * Reads what a person has typed into a page before its script was there. Returns a function that puts it into the same fields of the
 * page that takes its place, with the focus.
 */
export function keepTyped(page: HTMLElement): () => void {
  const focused = document.activeElement
  const kept = inputsOf(page).map(input => ({
    name: input.name,
    value: input.value === input.defaultValue ? undefined : input.value,
    checked: input.checked === input.defaultChecked ? undefined : input.checked,
    hasFocus: input === focused,
  }))
  return () => {
    for (const { name, value, checked, hasFocus } of kept) {
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
