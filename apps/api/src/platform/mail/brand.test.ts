import { brand } from '@latchkey/contracts/brand'
import { palette } from '@latchkey/contracts/brand/palette'
import { presets } from '@latchkey/contracts/brand/presets'
import { languages } from '@latchkey/contracts/words/language'
import { afterAll, describe, expect, it, vi } from 'vitest'

const { name } = brand
const [harbour = brand] = presets
vi.resetModules()
vi.doMock(import('@latchkey/contracts/brand'), () => ({ brand: harbour }))
const { features } = await import('../../features.ts')
const { sampleLetters } = await import('./sample-letters.ts')
const { renderLetter } = await import('./letter.ts')

// Other test files may share this worker.
afterAll(() => {
  vi.doUnmock('@latchkey/contracts/brand')
  vi.resetModules()
})

describe('with another brand', () => {
  it.each(languages)(
    'every mail in %s takes name, signature and colours from it, and has the old name nowhere',
    language => {
      for (const [, letter] of sampleLetters(features, 'https://app.example.com', language)) {
        const { subject, text, html } = renderLetter(language, letter)
        expect(text).toContain('The Harbour team')
        expect(text).toMatch(/You're getting this email because .*Harbour|Sie bekommen diese E-Mail, weil .*Harbour/)
        expect(html).toContain('Harbour')
        expect(html).toContain(palette(harbour).light.ground)
        expect(`${subject}${text}${html}`).not.toContain(name)
      }
    },
  )

  it('mails come from its name', async () => {
    const { readSettings } = await import('../settings/settings.ts')
    expect(readSettings({}).mailFrom).toMatchObject({ name: 'Harbour' })
  })

  it.each([['--help'], ['nonsense'], ['user', '--help'], ['user', 'create']])(
    'the command line has the old name nowhere: %s',
    async (...given) => {
      const { runCommand } = await import('../../auth/admin/commands/run.ts')
      const printed: string[] = []
      const add = (line: string) => void printed.push(line)
      const refuse = () => Promise.reject(new Error('no database'))
      const refused = { withDeps: refuse, withDatabase: refuse, readPassword: refuse, printAll: refuse }
      await runCommand(given, { ...refused, print: add, printError: add })
      expect(printed.length).toBeGreaterThan(0)
      // The command's own name stays.
      expect(printed.join('\n')).not.toContain(name)
    },
  )
})
