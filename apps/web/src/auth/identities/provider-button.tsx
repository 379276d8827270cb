import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import type { ComponentProps, ReactNode } from 'react'
import { Button } from '../../platform/ui/button.tsx'
import { ProviderMark } from './provider-mark.tsx'

interface Props extends Pick<ComponentProps<typeof Button>, 'busy' | 'working' | 'aria-disabled' | 'onClick'> {
  provider: Pick<ListedProvider, 'mark'>
  children: ReactNode
}

/**
 * A button that leads to a provider, by the rules that the provider publishes for it. Apple wants its own black on light pages, and white
 * on dark ones. The other marks stand on any plain button.
 */
export const ProviderButton = ({ provider: { mark }, children, ...button }: Props) => (
  <Button {...button} className={`min-h-12 w-full ${mark === 'apple' ? 'bg-pure! text-on-pure' : ''}`}>
    <span className="flex flex-wrap items-center justify-center gap-x-3">
      <ProviderMark mark={mark} />
      {children}
    </span>
  </Button>
)
