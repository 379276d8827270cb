import { render, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { Cell, Column, Row, RowHeading, Table } from './table.tsx'

describe('a table', () => {
  it('says of each of its parts what it is, since Safari forgets that where a phone shows cards', () => {
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
