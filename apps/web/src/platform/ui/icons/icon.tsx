import type { IconName } from './shapes.ts'

/** They point along the line of text. */
const mirrored: readonly IconName[] = ['back', 'sign-in', 'sign-out', 'undo']

/** An icon of the sprite, in the colour of the text. It stands beside words that say the same. */
export const Icon = ({ name, className = '' }: { name: IconName; className?: string }) => (
  <svg
    aria-hidden="true"
    className={`size-5 shrink-0 fill-none stroke-current stroke-[1.5] ${mirrored.includes(name) ? 'rtl:mirrored' : ''} ${className}`}
    strokeLinecap="round"
    strokeLinejoin="round"
  >
    <use href={`#icon-${name}`} />
  </svg>
)
