import { expect, test } from 'vitest'
import { check } from './check.ts'
import { readDrawing } from './draw.ts'
import { isTest } from './place.ts'
import { readSources } from './sources.ts'

const longestMedianLines = 80

const sources = readSources()

// evidence: V15.2.3
test('every import goes down, around no wall and in no circle', () => {
  expect(check(sources)).toEqual([])
})

test('docs/architecture.md shows the imports as they are', () => {
  const { inDocument, drawn } = readDrawing(sources)
  expect(inDocument, 'out of date: `node tools/floors/draw.ts` writes it anew').toBe(drawn)
})

test('source files are small', () => {
  const lengths = sources
    .filter(({ file }) => !isTest(file))
    .map(({ lines }) => lines)
    .sort((a, b) => a - b)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(longestMedianLines)
})
