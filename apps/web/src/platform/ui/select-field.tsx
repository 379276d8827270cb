import { type ComponentProps, useId } from 'react'
import { Select } from './select.tsx'
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
      <Select
        {...select}
        id={inputId(name)}
        name={name}
        aria-invalid={error !== undefined}
        aria-describedby={errorId}
        className="block h-12.5 ps-3.5 text-body"
      />
      <p id={errorId} aria-live="polite" className="text-small text-loss">
        {error && <span className="block pt-1.5">{error}</span>}
      </p>
    </div>
  )
}
