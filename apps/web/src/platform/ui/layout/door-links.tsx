import { brand } from '@latchkey/contracts/brand'

const { help, privacy, terms } = brand.links
const links = [
  { name: 'Help', to: help ?? (brand.supportAddress && `mailto:${brand.supportAddress}`) },
  { name: 'Privacy', to: privacy },
  { name: 'Terms', to: terms },
].filter(({ to }) => to)

/** Help and the legal pages of the brand, below each page for visitors. */
export const DoorLinks = () =>
  links.length > 0 && (
    <footer className="flex flex-wrap gap-x-5 border-t border-line py-3 text-small">
      {links.map(({ name, to }) => (
        <a
          key={name}
          href={to ?? undefined}
          className="inline-flex min-h-11 items-center text-soft underline decoration-line underline-offset-4 hover:text-ink"
        >
          {name}
        </a>
      ))}
    </footer>
  )
