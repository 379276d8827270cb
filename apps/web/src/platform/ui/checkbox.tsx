import type { ReactNode } from 'react'

interface Props {
  name: string
  defaultChecked?: boolean
  children: ReactNode
}

/** The browser's checkbox under our own drawing. With forced colours, the browser's own look shows. */
export function Checkbox({ name, defaultChecked = false, children }: Props) {
  return (
    <label className="-mx-2 -mt-2 flex min-h-11 cursor-pointer items-center gap-3 px-2 text-small select-none">
      <span className="relative grid size-5 place-items-center">
        <input
          type="checkbox"
          name={name}
          defaultChecked={defaultChecked}
          className="peer col-start-1 row-start-1 size-5 cursor-pointer appearance-none rounded-[5px] border border-edge bg-raised transition-colors checked:border-accent checked:bg-accent hover:border-soft forced-colors:appearance-auto"
        />
        <svg
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="pointer-events-none col-start-1 row-start-1 size-3.5 fill-none stroke-on-accent stroke-[2.5] opacity-0 transition-opacity peer-checked:opacity-100 forced-colors:hidden"
        >
          <path d="m2.5 8.5 3.5 3.5 7.5-8" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </span>
      <span>{children}</span>
    </label>
  )
}
