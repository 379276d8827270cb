import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '../row.ts'
import { readCopy } from './copy.ts'
import { readCsv } from './csv.ts'
import { readJsonLines } from './json-lines.ts'
import { readJsonList } from './json-list.ts'

/** The bytes of a text, in pieces of this size. */
function* inPieces(text: string, size: number): Generator<Buffer> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

async function collect(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

const values = (rows: Row[]) => rows.map(row => ('value' in row ? row.value : row.problem.message))
const lines = (rows: Row[]) => rows.map(({ line }) => line)
const oneMiB = 1024 * 1024

const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
const pieceSize = fc.integer({ min: 1, max: 40 })
const spaces = fc.constantFrom(undefined, 1, 4)

describe('a JSON list', () => {
  it('is read as JSON.parse reads it, wherever the file is cut into pieces', async () => {
    const property = fc.asyncProperty(fc.array(object), pieceSize, spaces, async (rows, size, indent) => {
      const text = JSON.stringify(rows, null, indent)
      expect(values(await collect(readJsonList(inPieces(text, size), null)))).toEqual(JSON.parse(text))
    })
    await fc.assert(property)
  })

  it('is found by its name among anything else, in an object or in each object of a list', async () => {
    const noList = fc.dictionary(
      fc.string().filter(name => name !== 'users'),
      fc.jsonValue({ maxDepth: 3 }),
    )
    const property = fc.asyncProperty(
      ...[fc.array(object), noList, noList, pieceSize, spaces, fc.boolean()],
      async (users, before, after, size, indent, isInList) => {
        const realm = { ...before, users, ...after }
        const text = JSON.stringify(isInList ? [realm, realm] : realm, null, indent)
        const expected = JSON.parse(JSON.stringify(isInList ? [...users, ...users] : users))
        expect(values(await collect(readJsonList(inPieces(text, size), 'users')))).toEqual(expected)
      },
    )
    await fc.assert(property)
  })

  it('gives the line of each row, and spoils none by another that is broken, no object, or too long', async () => {
    const long = `{"name":"${'x'.repeat(oneMiB)}"}`
    const text = `[\n{"a":1},\n{"a":\\},\n7, "text, {}", [{"a":0}],\n${long},\n\n{"a":\n2}]`
    const rows = await collect(readJsonList(inPieces(text, 1000), null))
    expect(values(rows)).toEqual([
      ...[{ a: 1 }, 'is no JSON', 'is no JSON object', 'is no JSON object', 'is no JSON object'],
      ...['is longer than 1 MiB', { a: 2 }],
    ])
    expect(lines(rows)).toEqual([2, 3, 4, 4, 4, 5, 7])
  })

  it.each(['[{"a":1}', '[{"a":1},{"a', '[{"a":1}}', '{"users":[{}', '[', '["'])(
    'that breaks off is an error: %s',
    async text => {
      await expect(collect(readJsonList(inPieces(text, 3), text[0] === '[' ? null : 'users'))).rejects.toThrow(
        'is no whole JSON: it breaks at line 1.',
      )
    },
  )
})

describe('JSON lines', () => {
  it('are read one by one, wherever the file is cut into pieces', async () => {
    const property = fc.asyncProperty(
      fc.array(object),
      pieceSize,
      fc.constantFrom('\n', '\r\n', '\n\n'),
      async (rows, size, end) => {
        const text = rows.map(row => JSON.stringify(row) + end).join('')
        expect(values(await collect(readJsonLines(inPieces(text, size))))).toEqual(JSON.parse(JSON.stringify(rows)))
      },
    )
    await fc.assert(property)
  })

  it('spoil none by another that is broken, too long, or no UTF-8', async () => {
    const parts = [Buffer.from('{"a":1}\n{"a\n"'), Buffer.alloc(oneMiB, 'x'), Buffer.from('"\n{"a":"'), Buffer.of(0xff)]
    const rows = await collect(readJsonLines([...parts, Buffer.from('"}\n\n{"a":2}')]))
    expect(values(rows)).toEqual([{ a: 1 }, 'is no JSON', 'is longer than 1 MiB', 'is not UTF-8', { a: 2 }])
    expect(lines(rows)).toEqual([1, 2, 3, 4, 6])
  })
})

describe('CSV', () => {
  const read = (text: string, size = 7) => collect(readCsv(inPieces(text, size), { required: ['a', 'b'] }))

  it('is read by its first line, with any text in the fields', async () => {
    const field = fc.string().filter(text => text.isWellFormed() && !text.includes('@'))
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
    const property = fc.asyncProperty(fc.array(fc.tuple(field, field)), pieceSize, async (rows, size) => {
      const text = ['a,b', ...rows.map(row => row.map(quoted).join(','))].join('\r\n')
      expect(values(await read(text, size))).toEqual(rows.map(([a, b]) => ({ a, b })))
    })
    await fc.assert(property)
  })

  it('takes a field of several lines with an address for rows that a quote holds together, and reads on', async () => {
    const rows = await read('a,b\nada@x.example,"one\nbob@x.example,two\ncy@x.example,three"\n@,"a\n"\n')
    expect(values(rows)).toEqual([expect.stringMatching(/^holds a line break and an address/), { a: '@', b: 'a\n' }])
    expect(rows[0]).toMatchObject({ line: 2, lastLine: 4, problem: { field: 'b' } })
  })

  it('gives the lines of each row, and spoils none by another', async () => {
    expect(await read('a,b\r\n1,"2\r\n3"\r\n\r\n4\r\n5,6,7\r\n"9\r\n",10')).toEqual([
      { line: 2, lastLine: 3, value: { a: '1', b: '2\r\n3' } },
      {
        line: 5,
        lastLine: 5,
        problem: expect.objectContaining({ message: 'has more or fewer fields than the first line' }),
      },
      {
        line: 6,
        lastLine: 6,
        problem: expect.objectContaining({ message: 'has more or fewer fields than the first line' }),
      },
      { line: 7, lastLine: 8, value: { a: '9\r\n', b: '10' } },
    ])
  })

  it.each([
    ['is never closed', '3,"4\n5,6\n7,8\n', 'has a quote in a wrong place, seen at line 6'],
    [
      'is closed by the quote of a later row',
      '3,"4\n5,6\n7,"8"\n9,10\n',
      'has a quote in a wrong place, seen at line 6',
    ],
    [
      'takes the fields of later rows',
      '3,"4\n5,6",7\n8,9\n',
      'has more or fewer fields than the first line, seen at line 5',
    ],
    ['stands inside of a field', '3,x"4\n5,6\n', 'has a quote in a wrong place, seen at line 4'],
    ['has text behind it', '3,"4"x\n5,"6"\n', 'has a quote in a wrong place, seen at line 4'],
    ['takes too much', `3,"${'x\n'.repeat(oneMiB)}`, 'is longer than 1 MiB'],
  ])('ends where a quote %s, and says from which line on nothing was read', async (_, rest, reason) => {
    const text = `a,b\n1,2\n\n${rest}`
    await expect(read(text, 65_536)).rejects.toThrow(`The row that begins at line 4 ${reason}`)
    await expect(read(text, 65_536)).rejects.toThrow('No line from 4 on was read')
  })
})

describe('a dump', () => {
  it('is read with all that COPY escapes', async () => {
    const text = 'x\nCOPY "auth"."users" (a, "b") FROM stdin;\n1\\t\\n\\\\N\t\\N\n2\n\\.\n3\t4\n'
    const rows = await collect(readCopy(inPieces(text, 5), 'auth.users'))
    expect(values(rows)).toEqual([{ a: '1\t\n\\N', b: '' }, 'has more or fewer fields than the table'])
    expect(lines(rows)).toEqual([3, 4])
  })

  it('without the table is an error', async () => {
    const text = 'COPY public.users (a) FROM stdin;\n1\n\\.\n'
    await expect(collect(readCopy(inPieces(text, 5), 'auth.users'))).rejects.toThrow('has no rows of auth.users')
  })
})
