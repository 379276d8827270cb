import { focusPart } from './use-heading-focus.ts'

/**
 * The `ref` of a button that may go with what it does, and its focus with it. A screen reader would begin at the top again, so the heading
 * of the button's section gets the focus, or that of the page. If the section goes too, see `focusStartAfter`.
 */
export const focusPartAfter = (button: HTMLElement | null) => () => {
  const part = button?.closest<HTMLElement>('section, main')
  if (part && document.activeElement === button) focusPart(part)
}
