import { describe, expect, it } from 'vitest'
import { bugClasses } from '../evidence/items.ts'
import { readTags } from '../evidence/repository.ts'
import { isTitle } from '../evidence/tags.ts'
import { mutations } from './list.ts'
import { countOf, read } from './take-out.ts'

const { tests } = readTags()
const pairs = mutations.flatMap(mutation => mutation.bugs.map(bug => ({ ...mutation, bug })))

describe('the guards that `pnpm mutations` takes out', () => {
  it.each(mutations)('are still there, once: $guard', mutation => {
    expect(countOf(mutation), `${mutation.file} has changed; so must the entry`).toBe(1)
    expect(mutation.replace).not.toBe(mutation.find)
  })

  it.each(mutations)('have a test: $guard', ({ test }) => {
    expect(read(test)).toMatch(/\b(it|test)\b/)
  })

  it.each(pairs)('have a test that is tagged with bug $bug: $guard', ({ bug, test, name }) => {
    const tagged = tests.filter(({ file, ids }) => file === test && ids.includes(`bug-${bug}`))
    expect(
      tagged.filter(({ titles }) => [titles.join(' '), titles.at(-1) ?? ''].some(title => isTitle(title, name))),
    ).not.toEqual([])
  })

  it('stand against every bug class', () => {
    const covered = new Set(mutations.flatMap(({ bugs }) => bugs))
    expect([...covered].sort((a, b) => a - b)).toEqual(bugClasses.map((_, at) => at + 1))
  })

  it('have one sentence each', () => {
    expect(new Set(mutations.map(({ guard }) => guard)).size).toBe(mutations.length)
  })
})
