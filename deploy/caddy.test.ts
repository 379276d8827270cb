import { expect, it } from 'vitest'
import { Problem } from '../packages/contracts/src/errors.ts'
import { live, ready } from '../packages/contracts/src/platform/health.ts'
import { problemTypePrefix } from '../packages/contracts/src/technical.ts'
import { apiWords } from '../packages/contracts/src/words/api.ts'
import { ui as german } from '../packages/contracts/src/words/de/ui.ts'
import { ui as english } from '../packages/contracts/src/words/en/ui.ts'
import { read } from './files.ts'

const away = read('caddy/away.caddy')

it('what Caddy says while no server can be reached is what the pages say, in both languages', () => {
  expect(away.match(/<(?:title|h1|h2|p)[^>]*>[^<]+/g)?.map(line => line.replace(/<[^>]+>/, ''))).toEqual([
    english.cannotShow,
    english.cannotShow,
    english.outage,
    german.cannotShow,
    german.outage,
  ])
})

it('calls are then answered by a problem of the contract', () => {
  const [, body = ''] = /respond `(\{.+\})`/.exec(away) ?? []
  const sent = body.replace('{err.status_code}', '503').replace('{http.request.uuid}', crypto.randomUUID())
  expect(Problem.parse(JSON.parse(sent))).toMatchObject({
    type: `${problemTypePrefix}unavailable`,
    title: apiWords.en.problems.unavailable,
    code: 'unavailable',
  })
})

it('with several servers, calls go to those that are ready, and pages to those that are alive', () => {
  const several = read('caddy/several.caddy')
  const asked = several.split('reverse_proxy').map(part => /health_uri (.+)/.exec(part)?.[1])
  expect(asked).toEqual([undefined, ready.path, live.path])
  for (const file of [read('Caddyfile'), several]) expect(file).toMatch(/import (caddy\/)?away\.caddy/)
})
