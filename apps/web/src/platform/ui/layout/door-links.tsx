import { brand } from '@latchkey/contracts/brand'
import { useWords } from '../../words/use-words.ts'

const { supportAddress, links } = brand
const addresses = { ...links, help: links.help ?? (supportAddress && `mailto:${supportAddress}`) }
const shown = (['help', 'privacy', 'terms'] as const).flatMap(name => {
  const to = addresses[name]
  return to ? [{ name, to }] : []
})

/** Help and the legal pages of the brand, below each page for visitors. */
export function DoorLinks() {
  const { ui } = useWords()
  return (
    shown.length > 0 && (
      <footer className="flex flex-wrap gap-x-5 py-3 text-small">
        {shown.map(({ name, to }) => (
          <a
            key={name}
            href={to}
            className="inline-flex min-h-11 items-center text-soft underline decoration-edge underline-offset-4 hover:text-ink"
          >
            {ui[name]}
          </a>
        ))}
      </footer>
    )
  )
}
