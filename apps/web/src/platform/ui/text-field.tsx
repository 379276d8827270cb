import { type ComponentProps, type ReactNode, useId } from 'react'
import { useSmoothHeight } from './use-smooth-height.ts'

interface Props extends Omit<ComponentProps<'input'>, 'id'> {
  label: string
  name: string
  error: string | undefined
  /** Shown before the input, inside its border. */
  start?: ReactNode
  /** Shown at the end of the input, inside its border. */
  end?: ReactNode
  /** Help for filling in the input. */
  hint?: ReactNode
  /** Shown beside the label. It follows the input for the keyboard, so that Tab leads from field to field. */
  beside?: ReactNode
}

/** The id of the input called `name`, so that a summary of errors can lead to it. */
export const inputId = (name: string) => `input-${name}`

/** A label, an input, its hint and its error. */
export function TextField({ label, name, error, start, end, hint, beside, ...input }: Props) {
  const errorId = useId()
  const hintId = useId()
  const below = useSmoothHeight<HTMLDivElement>()
  return (
    <div className={`mb-5 ${beside ? 'grid grid-cols-[minmax(0,1fr)_auto] items-end' : ''}`}>
      <label htmlFor={inputId(name)} className="mb-1.5 block text-small font-medium">
        {label}
      </label>
      <div className="relative col-span-2 flex rounded-md bg-raised">
        {start}
        <input
          {...input}
          id={inputId(name)}
          name={name}
          aria-invalid={error !== undefined}
          aria-describedby={hint ? `${errorId} ${hintId}` : errorId}
          className={`peer h-12.5 min-w-0 flex-1 rounded-md bg-transparent text-body text-ellipsis outline-none ${start ? 'ps-2.5 pe-0' : 'px-3.5'}`}
        />
        {end}
        {/* Border and focus ring of the whole. Not by `:has()`, which older browsers lack. */}
        <span className="pointer-events-none absolute inset-0 rounded-md border border-edge transition-colors peer-hover:border-soft peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent peer-aria-[invalid=true]:border-loss" />
      </div>
      {beside && <div className="col-start-2 row-start-1 text-small">{beside}</div>}
      <div ref={below} className="col-span-2">
        {/* Live, because the focus may be in the field already when its error comes. */}
        <p id={errorId} aria-live="polite" className="text-small text-loss">
          {error && <span className="block pt-1.5">{error}</span>}
        </p>
        {hint && <div id={hintId}>{hint}</div>}
      </div>
    </div>
  )
}
