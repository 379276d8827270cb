// biome-ignore-all lint/a11y/noRedundantRoles: Safari takes the roles away from what is not laid out as a table, as on a phone
import type { ReactNode } from 'react'

interface Props {
  caption: string
  /** A `Column` each. */
  columns: ReactNode
  className: string
  /** A `Row` each. */
  children: ReactNode
}

/** A table where there is room for one; on a phone each row is a card. */
export const Table = ({ caption, columns, className, children }: Props) => (
  <table role="table" className={`block w-full text-left text-small sm:table ${className}`}>
    <caption className="sr-only">{caption}</caption>
    <thead role="rowgroup" className="sr-only sm:not-sr-only sm:table-header-group">
      <tr role="row" className="border-b border-line text-soft">
        {columns}
      </tr>
    </thead>
    <tbody role="rowgroup" className="block border-t border-line sm:table-row-group sm:border-0">
      {children}
    </tbody>
  </table>
)

interface PartProps {
  className?: string
  children: ReactNode
}

export const Column = ({ children }: PartProps) => (
  <th role="columnheader" scope="col" className="py-2 pr-4 font-normal">
    {children}
  </th>
)

export const Row = ({ className = '', children }: PartProps) => (
  <tr role="row" className={`grid border-b border-line py-4 sm:table-row sm:py-0 ${className}`}>
    {children}
  </tr>
)

/** What the row is about. With an `id` it can be given the focus. */
export const RowHeading = ({ id, className = '', children }: PartProps & { id?: string }) => (
  <th
    role="rowheader"
    scope="row"
    {...(id && { id, tabIndex: -1 })}
    className={`sm:py-4 sm:pr-4 sm:align-top ${className}`}
  >
    {children}
  </th>
)

export const Cell = ({ className = '', children }: PartProps) => (
  <td role="cell" className={`sm:align-top ${className}`}>
    {children}
  </td>
)
