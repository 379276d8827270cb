import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const example = path.resolve(import.meta.dirname, '../../../../../.env.example')

it('.env.example shows the defaults', () => {
  const shown = parseEnv(readFileSync(example, 'utf8'))
  expect(Object.keys(shown).length).toBeGreaterThan(20)
  expect(readSettings(shown)).toEqual(readSettings({}))
})
