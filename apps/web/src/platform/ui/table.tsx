// biome-ignore-all lint/a11y/noRedundantRoles: Safari drops the roles of a table that is not laid out as one, as on a phone
import type { ReactNode } from 'react'

interface Props {
  caption: string
  /** One `Column` for each column. */
  columns: ReactNode
  className: string
  /** One `Row` for each row. */
  children: ReactNode
}

/** A table on wide screens. On a phone each row is a card. Headings say `text-start` themselves: browsers centre them otherwise. */
export const Table = ({ caption, columns, className, children }: Props) => (
  <table role="table" className={`block w-full text-small sm:table ${className}`}>
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
  <th role="columnheader" scope="col" className="py-2 pe-4 text-start font-normal">
    {children}
  </th>
)

export const Row = ({ className = '', children }: PartProps) => (
  <tr role="row" className={`grid border-b border-line py-4 sm:table-row sm:py-0 ${className}`}>
    {children}
  </tr>
)

/** Names the row. With an `id` it can get the focus. */
export const RowHeading = ({ id, className = '', children }: PartProps & { id?: string }) => (
  <th
    role="rowheader"
    scope="row"
    {...(id && { id, tabIndex: -1 })}
    className={`text-start sm:py-4 sm:pe-4 sm:align-top ${className}`}
  >
    {children}
  </th>
)

export const Cell = ({ className = '', children }: PartProps) => (
  <td role="cell" className={`sm:align-top ${className}`}>
    {children}
  </td>
)
