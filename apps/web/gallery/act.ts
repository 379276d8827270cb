/** Does what a person would do to bring a page into a state. */

const waitMs = 50
const mostWaits = 200

async function find<Found extends Element>(selector: string): Promise<Found> {
  for (let waits = 0; waits < mostWaits; waits++) {
    const found = document.querySelector<Found>(selector)
    if (found) return found
    await new Promise(resolve => setTimeout(resolve, waitMs))
  }
  throw new Error(`The page has no ${selector}`)
}

/** Types into a field. React hears of it only through the setter of the browser. */
export async function type(selector: string, text: string): Promise<void> {
  const field = await find<HTMLInputElement>(selector)
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

export async function submit(): Promise<void> {
  const button = await find<HTMLElement>('form button[type=submit]')
  button.click()
}
