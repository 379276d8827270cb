import path from 'node:path'
import { pages } from '@latchkey/contracts/pages'
import { resolveConfig } from 'vite'
import { expect, it } from 'vitest'
import { galleryPath } from './paths.ts'

const root = path.resolve(import.meta.dirname, '..')
const pluginsOf = async (command: 'build' | 'serve', mode: string) => {
  const config = { root, configFile: path.join(root, 'vite.config.ts') }
  return (await resolveConfig(config, command, mode, mode)).plugins.map(({ name }) => name)
}

it('the gallery exists while developing, and is part of no build', async () => {
  expect(await pluginsOf('serve', 'development')).toContain('latchkey:gallery')
  for (const mode of ['production', 'development'])
    expect(await pluginsOf('build', mode)).not.toContain('latchkey:gallery')
})

it('no page of the app imports the gallery, and no server answers its address', () => {
  const sources = import.meta.glob<string>('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
  expect(Object.keys(sources).length).toBeGreaterThan(100)
  for (const [file, source] of Object.entries(sources)) expect(source, file).not.toMatch(/from '[^']*gallery/)
  expect(Object.values<string>(pages)).not.toContain(galleryPath)
})
