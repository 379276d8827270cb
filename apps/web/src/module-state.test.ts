import { describe, expect, it } from 'vitest'

const sources = import.meta.glob<string>(['./**/*.{ts,tsx}', '!./**/*.test.{ts,tsx}'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Module state is shared by everything and outlives it. The formatter indents all lines that are not top-level. */
const kept = [
  /^(?:export )?(?:let|var) .*/m,
  /^(?:export )?const [^=]*= new (?:(?:Weak)?(?:Map|Set)|AbortController|BroadcastChannel|EventTarget|QueryClient)\b.*/m,
  /^(?:export )?const [^=]*= (?:\[\]|\{\})(?: as .*)?$/m,
  /^(?:export )?const [^=]*= createSession\(.*/m,
]

describe('no module', () => {
  it('keeps mutable state: it belongs to the session, the queries or a component', () => {
    expect(Object.keys(sources).length).toBeGreaterThan(90)
    const found = Object.entries(sources).flatMap(([file, source]) =>
      kept.flatMap(pattern => pattern.exec(source)?.[0] ?? []).map(line => `${file}: ${line}`),
    )
    expect(found).toEqual([])
  })
})
