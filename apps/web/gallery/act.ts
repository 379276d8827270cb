/** Does what a person would do to bring a page into a state. By selectors, because the words change with the language. */

const waitMs = 50
const mostWaits = 200

/** Waits for an element, and returns it. A state that ends with it is there when the act is over. */
export async function appears<Found extends Element>(selector: string): Promise<Found> {
  for (let waits = 0; waits < mostWaits; waits++) {
    const found = document.querySelector<Found>(selector)
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, waitMs))
  }
  throw new Error(`The page has no ${selector}`)
}

/** Types into a field. React hears of it only through the setter of the browser. */
export async function type(selector: string, text: string): Promise<void> {
  const field = await appears<HTMLInputElement>(selector)
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

export async function press(selector: string): Promise<void> {
  const button = await appears<HTMLElement>(selector)
  button.click()
}

/** Sends the form of this part of the page, or the first one. */
export const submit = (part = '') => press(`${part} form button[type=submit]`)

export const fillAndSubmit = (values: Record<string, string>) => async () => {
  for (const [name, value] of Object.entries(values)) await type(`input[name=${name}]`, value)
  await submit()
}

/** Waits for news at the foot of the window, and keeps it there, as a pointer on it does. */
export async function holdToast(): Promise<void> {
  const closing = await appears('section > div > p[role=status] ~ button')
  closing.dispatchEvent(new MouseEvent('pointerover', { bubbles: true }))
}
