import { describe, expect, it } from 'vitest'
import { isVisible, line, lines, printable } from './lines.ts'

/** What moves a cursor, breaks a line or turns the direction of text. */
const steering = ['\u001b[2J', '\u009b2J', '\r', '\n', '\t', '\u0007', '\u007f', '\u2028', '\u2029', '\u202e', '\u2066']
/** What only gives a direction to its neighbours. */
const directionMarks = ['\u061c', '\u200e', '\u200f']
const invisible = [
  '',
  ' ',
  '\u00a0',
  '\u3000',
  '\u00ad',
  '\u034f',
  '\u115f',
  '\u200b',
  '\u200d',
  '\u2060',
  '\u2800',
  '\ufffc',
]
const drawnEmpty = ['\uffff', '\ufdd0', '\u{1d159}', '\u{13441}\u{13442}']
const moreInvisible = [
  ...drawnEmpty,
  '\u3164',
  '\ufe0f',
  '\ufeff',
  '\uffa0',
  '\u{e0020}',
  '\u0301',
  '\u200b\u200b \u3164',
]
const visible = [
  'A',
  'é',
  'e\u0301',
  '7',
  '-',
  '✓',
  '李',
  'سارا',
  'นิ',
  '👩‍🚀',
  '❤️',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
]

describe('one line of text', () => {
  const Line = line('nameMissing')

  it.each(steering)('refuses %j within it', character => {
    expect(Line.safeParse(`Ada${character}Lovelace`).error?.issues[0]?.message).toBe('lineBroken')
  })

  it.each([...invisible, ...moreInvisible])('refuses %j alone, which shows nothing', value => {
    expect(Line.safeParse(value).error?.issues[0]?.message).toBe('nameMissing')
  })

  it.each(visible)('accepts %j', value => {
    expect(Line.parse(value)).toBe(value.normalize('NFC'))
  })

  it.each([
    ...directionMarks,
    '\u00ad',
    '\u200b',
    '\u2060',
    '\u2065',
    '\ufeff',
    '\ufffc',
    '\u{e0001}',
    '\u{e0041}\u{e007f}',
  ])('drops %j, which two names could differ in unseen', hidden => {
    expect(Line.parse(`${hidden} A${hidden}da ${hidden} Lovelace ${hidden}`)).toBe('Ada Lovelace')
  })

  it('keeps joiners, which some scripts and emoji need, composes letters, and makes each run of spaces one', () => {
    expect(Line.parse(' می\u200cخواهم ')).toBe('می\u200cخواهم')
    expect(Line.parse('Ade\u0300le  \u00a0 D.\u3000')).toBe('Adèle D.')
  })
})

describe('text of several lines', () => {
  const Lines = lines('noteMissing')

  it('keeps its lines and tabs', () => {
    expect(Lines.parse('\n- eggs\r\n\t- milk\n')).toBe('- eggs\r\n\t- milk')
  })

  it.each(['\u001b', '\u009b', '\u0007', '\u007f'])('refuses %j', character => {
    expect(Lines.safeParse(`eggs${character}milk`).success).toBe(false)
  })

  it.each([...invisible, ...moreInvisible, '\n\t\n'])('refuses %j alone, which shows nothing', value => {
    expect(Lines.safeParse(value).error?.issues[0]?.message).toBe('noteMissing')
  })
})

describe('printable', () => {
  it.each([...steering, ...directionMarks])('shows %j by number, in one line', character => {
    expect(printable(`a${character}b`)).toMatch(/^a(?:\\u\{[\da-f]+\})(?:\[?2J)?b$/)
  })

  it.each(visible)('leaves %j as it is', value => {
    expect(printable(value)).toBe(value)
  })
})

describe('isVisible', () => {
  it('is true for what shows something, and for nothing else', () => {
    for (const value of visible) expect(isVisible(value), value).toBe(true)
    for (const value of [...invisible, ...moreInvisible, ...steering.filter(each => each.length === 1)])
      expect(isVisible(value), JSON.stringify(value)).toBe(false)
  })
})
