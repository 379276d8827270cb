import { useId } from 'react'

interface Props<Value extends string> {
  legend: string
  value: Value
  options: readonly (readonly [value: Value, label: string])[]
  onChange: (value: Value) => void
}

/** A choice of few, side by side: radio buttons, so the arrow keys move between them. */
export function Segments<Value extends string>({ legend, value, options, onChange }: Props<Value>) {
  const name = useId()
  return (
    <fieldset className="inline-flex rounded-md border border-edge bg-raised">
      <legend className="sr-only">{legend}</legend>
      {options.map(([each, label]) => (
        <label
          key={each}
          className="relative inline-flex min-h-11 cursor-pointer items-center px-3.5 text-small text-soft first-of-type:rounded-s-md last-of-type:rounded-e-md hover:text-ink has-checked:bg-tint has-checked:font-medium has-checked:text-accent has-checked:underline has-checked:decoration-2 has-checked:underline-offset-4 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent sm:min-h-9"
        >
          <input
            type="radio"
            name={name}
            checked={each === value}
            onChange={() => onChange(each)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
