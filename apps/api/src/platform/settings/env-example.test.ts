import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readSettings, settingNames } from './settings.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const example = readFileSync(path.join(root, '.env.example'), 'utf8')

it('.env.example shows the defaults', () => {
  const shown = parseEnv(example)
  expect(Object.keys(shown).length).toBeGreaterThan(20)
  expect(readSettings(shown)).toEqual(readSettings({}))
})

describe.each(settingNames)('the setting %s', name => {
  it('is explained in .env.example', () => {
    expect(example).toMatch(new RegExp(`^(# )?${name}=`, 'm'))
  })

  it('reaches what turbo starts: globalPassThroughEnv of turbo.json names it', () => {
    const { globalPassThroughEnv } = JSON.parse(readFileSync(path.join(root, 'turbo.json'), 'utf8'))
    const passes = (pattern: string) => path.matchesGlob(name, pattern)
    expect((globalPassThroughEnv as string[]).some(passes), `add ${name}`).toBe(true)
  })
})
