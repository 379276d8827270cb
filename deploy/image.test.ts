import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { DockerfileParser, type Instruction } from 'dockerfile-ast'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { settingNames } from '../apps/api/src/platform/settings/settings.ts'
import { read } from './files.ts'

const root = path.resolve(import.meta.dirname, '..')
const instructions = DockerfileParser.parse(read('Dockerfile')).getInstructions()
/** What follows the keyword, flags included, on one line. */
const textOf = (instruction: Instruction | undefined) =>
  (instruction?.getTextContent() ?? '').replace(/^\w+\s+/, '').replace(/\s*\\\n\s*/g, ' ')
/** The instructions of each stage, by its name. */
const stages = Object.fromEntries(
  instructions.flatMap((from, index) => {
    if (from.getKeyword() !== 'FROM') return []
    const rest = instructions.slice(index + 1)
    const next = rest.findIndex(each => each.getKeyword() === 'FROM')
    const name = textOf(from).split(' AS ')[1] ?? 'default'
    return [[name, [from, ...rest.slice(0, next === -1 ? undefined : next)]]]
  }),
)
const server = stages.server ?? []
const lastOf = (stage: readonly Instruction[] | undefined, keyword: string) =>
  textOf(stage?.findLast(each => each.getKeyword() === keyword))
const last = (keyword: string) => lastOf(server, keyword)
const copies = server.filter(each => each.getKeyword() === 'COPY').map(textOf)

it('the image runs as a user that is not root, by its number, as Kubernetes asks', () => {
  expect(last('USER')).toBe('10001:10001')
  const afterUser = server.slice(server.findLastIndex(each => each.getKeyword() === 'USER') + 1)
  expect(afterUser.map(each => each.getKeyword())).not.toContain('RUN')
})

it('node is process 1, without a shell that would keep the signal to itself', () => {
  expect(JSON.parse(last('CMD'))).toEqual(['node', 'apps/api/src/main.ts'])
  expect([last('ENTRYPOINT'), last('STOPSIGNAL')]).toEqual(['', 'SIGTERM'])
})

it('the health check asks whether the server is alive, so that it is not restarted while the database is away', () => {
  const [, command = ''] = last('HEALTHCHECK').split(/ CMD /)
  expect(JSON.parse(command)).toEqual(['node', 'deploy/container/health.mjs', 'live'])
})

it('each variable of the image is a setting, and none is a secret', () => {
  const names = [...last('ENV').matchAll(/(\w+)=/g)].map(([, name = '']) => name)
  expect(names).toEqual(['NODE_ENV', 'HOST', 'PORT', 'DATA_DIR'])
  expect(settingNames).toEqual(expect.arrayContaining(names))
})

it('a build without a target makes the image of the API, and nothing more', () => {
  expect(instructions.at(-1)).toBe(stages.default?.[0])
  expect(textOf(stages.default?.[0])).toBe('server')
})

it('the image of the backup is the same program as the same user, beside the client programs of compose.yaml’s Postgres', () => {
  const { services } = parse(read('compose.yaml'), { merge: true })
  expect(instructions.map(textOf)).toContain(`POSTGRES=${services.postgres.image}`)
  expect(textOf(stages.backup?.[0])).toMatch(/^\$\{POSTGRES\} AS backup$/)
  expect([lastOf(stages.backup, 'USER'), lastOf(stages.backup, 'ENTRYPOINT')]).toEqual(['10001:10001', '[]'])
  expect(lastOf(stages.backup, 'STOPSIGNAL')).toBe('SIGTERM')
  const copied = stages.backup?.filter(each => each.getKeyword() === 'COPY').map(textOf)
  expect(copied?.every(copy => copy.startsWith('--from=server '))).toBe(true)
})

it('all bases can be replaced, and a build that gives none gets the Node that runs the tests', () => {
  const args = instructions.filter(each => each.getKeyword() === 'ARG').map(textOf)
  const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  expect(args.slice(0, 3)).toEqual([
    `BASE=node:${devDependencies.node.split('.')[0]}-bookworm-slim`,
    'RUNTIME=debian:bookworm-slim',
    expect.stringMatching(/^POSTGRES=/),
  ])
  expect(textOf(server[0])).toMatch(/^\$\{RUNTIME\} AS server$/)
})

it('nothing gets into the image but what is named', () => {
  const rules = readFileSync(path.join(root, '.dockerignore'), 'utf8').split('\n')
  expect(rules.find(rule => rule !== '' && !rule.startsWith('#'))).toBe('*')
  const allowed = rules.filter(rule => rule.startsWith('!')).map(rule => rule.slice(1))
  for (const file of allowed) expect(existsSync(path.join(root, file)), file).toBe(true)
  // These stand after what is allowed, so they win.
  for (const secret of ['**/.env*', '**/.data', '**/*.test.ts'])
    expect(rules.indexOf(secret), secret).toBeGreaterThan(rules.findLastIndex(rule => rule.startsWith('!')))
})

it('what it copies exists, or comes from another stage', () => {
  const sources = copies.filter(copy => !copy.startsWith('--from')).map(copy => copy.replace(/^--chmod=\d+ /, ''))
  expect(sources.length).toBeGreaterThan(3)
  for (const source of sources) expect(existsSync(path.join(root, source.split(' ')[0] ?? '')), source).toBe(true)
})

it('it never uses `pnpm deploy`, and brings the list of its packages', () => {
  const commands = instructions.filter(each => each.getKeyword() === 'RUN').map(textOf)
  expect(commands.join('\n')).not.toMatch(/pnpm deploy/)
  expect(commands.join('\n')).toContain('pnpm sbom --sbom-format cyclonedx')
  expect(copies).toContainEqual(expect.stringContaining('sbom.cdx.json'))
})
