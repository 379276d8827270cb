import type { ComponentProps } from 'react'
import { Icon } from './icons/icon.tsx'

/** The browser's own list, with our arrow. */
export const Select = ({ className, ...select }: ComponentProps<'select'>) => (
  <div className="relative min-w-0">
    <select
      {...select}
      className={`w-full min-w-0 appearance-none truncate rounded-md border border-edge bg-raised pe-10 transition-colors hover:border-soft aria-[invalid=true]:border-loss ${className}`}
    />
    <Icon name="chevron-down" className="pointer-events-none absolute inset-y-0 end-3 my-auto text-soft" />
  </div>
)
