import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser } from './browser.ts'

const waitMs = 30_000

export type Page = ReturnType<typeof pageOf>

/** The name of a button or link, without the label that it shows only while it is busy. */
const nameOf = `const nameOf = element => {
  const copy = element.cloneNode(true)
  for (const hidden of copy.querySelectorAll('[aria-hidden=true]')) hidden.remove()
  return element.getAttribute('aria-label') ?? copy.textContent.trim()
}`

/** Uses a page as a person does: by labels, by names, with the keyboard and the mouse. */
export function pageOf(browser: Browser) {
  const text = () => browser.run<string>("return document.body?.innerText ?? ''")

  async function until(isThere: () => Promise<boolean>, what: string): Promise<void> {
    for (const end = Date.now() + waitMs; ; await sleep(100)) {
      if (await isThere()) return
      if (Date.now() > end) throw new Error(`The page has no ${what}. It shows:\n${await text()}`)
    }
  }
  return {
    open: browser.open,
    shows: (sentence: string) => until(async () => (await text()).includes(sentence), `"${sentence}"`),
    heading: (name: string) =>
      until(
        () => browser.run(`return document.querySelector('h1')?.textContent === ${JSON.stringify(name)}`),
        `heading "${name}"`,
      ),
    async fill(label: string, typed: string): Promise<void> {
      const focus = `
        const label = [...document.querySelectorAll('label')].find(each => each.textContent.trim() === ${JSON.stringify(label)})
        const input = document.getElementById(label?.htmlFor)
        input?.focus()
        input?.select()
        return input !== null && document.activeElement === input`
      await until(() => browser.run(focus), `field "${label}"`)
      const keys = [...typed].flatMap(value => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await browser.act({ type: 'key', id: 'keyboard', actions: keys })
    },
    /** Whether the page has a button of this name now. */
    offers: (name: string) =>
      browser.run<boolean>(
        `${nameOf}; return [...document.querySelectorAll('button')].some(each => nameOf(each) === ${JSON.stringify(name)})`,
      ),
    /** Clicks the button or link of this name. Inside a dialog, if one is open. */
    async press(name: string | RegExp): Promise<void> {
      const pattern = typeof name === 'string' ? `^${name}$` : name.source
      const find = `${nameOf}
        const place = document.querySelector('dialog[open]') ?? document
        const found = [...place.querySelectorAll('button, a[href]')].find(each => new RegExp(${JSON.stringify(pattern)}).test(nameOf(each)))
        found?.scrollIntoView({ block: 'center' })
        const { x, y, width, height } = found?.getBoundingClientRect() ?? {}
        const at = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) }
        return found?.contains(document.elementFromPoint(at.x, at.y)) ? at : null`
      let at: object | null = null
      await until(async () => {
        at = await browser.run<object | null>(find)
        return at !== null
      }, `button "${name}"`)
      const button = { button: 0 }
      const actions = [
        { type: 'pointerMove', duration: 0, ...(at ?? {}) },
        { type: 'pointerDown', ...button },
        { type: 'pointerUp', ...button },
      ]
      await browser.act({ type: 'pointer', id: 'mouse', actions })
    },
  }
}
