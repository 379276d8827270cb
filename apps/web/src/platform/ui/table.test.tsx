import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Cell, Column, Row, RowHeading, Table } from './table.tsx'

describe('a table', () => {
  it('gives each of its parts a role, because Safari drops them when a phone shows cards', () => {
    render(
      <Table caption="Doors" columns={<Column>Door</Column>} className="">
        <Row>
          <RowHeading>Front</RowHeading>
          <Cell>locked</Cell>
        </Row>
      </Table>,
    )
    const table = screen.getByRole('table', { name: 'Doors' })
    const parts = [table, ...table.querySelectorAll('thead, tbody, tr, th, td')]
    expect(parts.map(part => part.getAttribute('role'))).toEqual([
      'table',
      ...['rowgroup', 'row', 'columnheader'],
      ...['rowgroup', 'row', 'rowheader', 'cell'],
    ])
  })
})
