import { type ComponentProps, useId } from 'react'
import { Icon } from './icons/icon.tsx'
import { inputId } from './text-field.tsx'

interface Props extends Omit<ComponentProps<'select'>, 'id'> {
  label: string
  name: string
  error: string | undefined
}

/** A label, the browser's own list, and its error. */
export function SelectField({ label, name, error, ...select }: Props) {
  const errorId = useId()
  return (
    <div className="mb-5">
      <label htmlFor={inputId(name)} className="mb-1.5 block text-small font-medium">
        {label}
      </label>
      <div className="relative min-w-0">
        <select
          {...select}
          id={inputId(name)}
          name={name}
          aria-invalid={error !== undefined}
          aria-describedby={errorId}
          className="block h-12.5 w-full min-w-0 appearance-none truncate rounded-md border border-edge bg-raised ps-3.5 pe-10 text-body hover:border-soft aria-[invalid=true]:border-loss"
        />
        <Icon name="chevron-down" className="pointer-events-none absolute inset-y-0 end-3 my-auto text-soft" />
      </div>
      <p id={errorId} className="text-small text-loss">
        {error && <span className="block pt-1.5">{error}</span>}
      </p>
    </div>
  )
}
