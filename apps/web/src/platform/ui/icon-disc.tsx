import { Icon } from './icons/icon.tsx'
import type { IconName } from './icons/shapes.ts'

const tones = {
  plain: 'bg-sunken text-soft',
  /** The thing at hand. */
  accent: 'bg-tint text-accent',
  /** Something to look at. */
  warning: 'bg-warning-tint text-warning',
}

/** The icon at the start of a card or a row of a list. */
export const IconDisc = ({ name, tone = 'plain' }: { name: IconName; tone?: keyof typeof tones }) => (
  <span className={`grid size-10 shrink-0 place-items-center rounded-full ${tones[tone]} forced-colors:border`}>
    <Icon name={name} />
  </span>
)
