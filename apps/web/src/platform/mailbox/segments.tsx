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
    <fieldset className="inline-flex max-w-full min-w-0 flex-wrap rounded-md border border-edge bg-raised">
      <legend className="sr-only">{legend}</legend>
      {options.map(([each, label]) => (
        <label
          key={each}
          className="relative inline-flex min-h-11 cursor-pointer text-small text-soft hover:text-ink sm:min-h-9"
        >
          <input
            type="radio"
            name={name}
            checked={each === value}
            onChange={() => onChange(each)}
            className="peer absolute inset-0 cursor-pointer opacity-0"
          />
          {/* Not by `:has()`, which older browsers lack. */}
          <span className="flex items-center rounded-md px-3.5 peer-checked:bg-tint peer-checked:font-medium peer-checked:text-accent peer-checked:underline peer-checked:decoration-2 peer-checked:underline-offset-4 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent">
            {label}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
