import { readFileSync } from 'node:fs'
import path from 'node:path'
import { signIn } from '@latchkey/contracts/auth/sign-in'
import { parser } from '@prometheus-io/lezer-promql'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { measuredApi } from '../../../testing/measured-api.ts'
import type { Sample } from '../../../testing/scrape.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

interface Alert {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly runbook: string }
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string
    readonly targets: readonly { expr: string; legendFormat: string }[]
  }[]
}

const alerts: Alert[] = parse(read('deploy/prometheus/alerts.yaml')).groups.flatMap(
  ({ rules }: { rules: Alert[] }) => rules,
)
const dashboard: Dashboard = JSON.parse(read('deploy/grafana/latchkey.json'))
/** Prometheus itself adds these. */
const ofPrometheus = ['job', 'instance']

let samples: readonly Sample[]

beforeAll(async () => {
  const measured = await measuredApi({ follows: true })
  const user = await measured.api.createUser()
  await measured.api.call(signIn, user)
  const own: Sample = { name: 'up', labels: {}, value: 1 }
  samples = [own, ...(await measured.samples())]
})

/** What an expression names, by the grammar of Prometheus' own editor. */
function namesIn(expr: string) {
  const text = expr.replaceAll('$__rate_interval', '5m')
  const selectors: { metric: string; matchers: { label: string; values: string[] }[] }[] = []
  const grouped: string[] = []
  const faults: string[] = []
  parser.parse(text).iterate({
    enter(node) {
      const own = text.slice(node.from, node.to)
      if (node.type.isError) faults.push(`${text.slice(0, node.from)}<here>${text.slice(node.from)}`)
      if (node.name === 'VectorSelector') selectors.push({ metric: own.split('{')[0] ?? '', matchers: [] })
      if (/^(Unq|Q)uotedLabelMatcher$/.test(node.name)) {
        const [, label = '', operator = '', value = ''] = /^(\w+)\s*(=~|!=|!~|=)\s*"(.*)"$/.exec(own) ?? []
        const values = operator.startsWith('!') ? [] : value.split('|')
        selectors.at(-1)?.matchers.push({ label, values })
      }
      if (node.name === 'LabelName' && node.node.parent?.name === 'GroupingLabels') grouped.push(own)
    },
  })
  return { selectors, grouped, faults }
}

/** What is wrong with an expression, and with the labels that a text beside it names. */
function faultsOf(expr: string, text: string): string[] {
  const { selectors, grouped, faults } = namesIn(expr)
  const labelsOf = (metric: string) =>
    new Set([
      ...ofPrometheus,
      ...samples.filter(({ name }) => name === metric).flatMap(each => Object.keys(each.labels)),
    ])
  const all = new Set(selectors.flatMap(({ metric }) => [...labelsOf(metric)]))
  const found = [...faults]
  if (selectors.length === 0) found.push(`${expr} names no metric`)
  for (const { metric, matchers } of selectors) {
    const ofMetric = samples.filter(({ name }) => name === metric)
    if (ofMetric.length === 0) found.push(`no server exposes ${metric}`)
    for (const { label, values } of matchers) {
      if (!labelsOf(metric).has(label)) found.push(`${metric} has no label ${label}`)
      if ([...ofPrometheus, 'status'].includes(label)) continue
      for (const value of values)
        if (!ofMetric.some(({ labels }) => labels[label] === value)) found.push(`${metric} has no ${label}="${value}"`)
    }
  }
  const named = [...text.matchAll(/\{\{ ?(?:\$labels\.)?([a-z]\w*) ?\}\}/g)].map(([, label = '']) => label)
  for (const label of [...grouped, ...named]) if (!all.has(label)) found.push(`${expr} has no label ${label}`)
  return found
}

describe('an alert', () => {
  it('uses only metrics, labels and values that a server exposes', () => {
    expect(alerts.length).toBeGreaterThan(10)
    expect(alerts.flatMap(({ expr, annotations }) => faultsOf(expr, annotations.summary))).toEqual([])
  })

  it('is held to that: a metric, a label, a value or a grammar that nothing has is found', () => {
    const wrong = [
      'latchkey_sign_in_total > 0',
      'latchkey_sign_ins_total{result="signed_in"} > 0',
      'latchkey_sign_ins_total{outcome="signed_on"} > 0',
      'sum by (outcomes) (latchkey_sign_ins_total) > 0',
      'sum(rate(latchkey_sign_ins_total[5m]) > 0',
    ]
    for (const expr of wrong) expect(faultsOf(expr, ''), expr).not.toEqual([])
    expect(faultsOf('latchkey_sign_ins_total > 0', '{{ $labels.route }}')).not.toEqual([])
  })

  it('has a paragraph of its own in docs/alerts.md: what people notice, what to look at, what to do', () => {
    const [, ...sections] = read('docs/alerts.md').split(/^## /m)
    const texts = new Map(sections.map(section => [section.split('\n', 1)[0], section]))
    expect([...texts.keys()]).toEqual(alerts.map(({ alert }) => alert))
    for (const { alert, labels, annotations } of alerts) {
      expect(annotations.runbook).toBe(`docs/alerts.md#${alert.toLowerCase()}`)
      const severity = labels.severity === 'page' ? 'Page' : 'Ticket'
      expect(texts.get(alert)).toMatch(
        new RegExp(String.raw`^\w+\s+\*${severity}\.\*[^]*\*\*People notice\*\*[^]*\*\*Look at\*\*[^]*\*\*Do\*\*`),
      )
    }
  })

  it('has a unit test that shows when it fires', () => {
    const { tests } = parse(read('deploy/prometheus/alerts.test.yaml')) as { tests: { name: string }[] }
    expect(tests.map(({ name }) => name)).toEqual(alerts.map(({ alert }) => alert))
  })
})

describe('the dashboard', () => {
  it('uses only metrics, labels and values that a server exposes', () => {
    const targets = dashboard.panels.flatMap(({ targets }) => targets)
    expect(targets.length).toBeGreaterThan(15)
    expect(targets.flatMap(({ expr, legendFormat }) => faultsOf(expr, legendFormat))).toEqual([])
  })
})

it('what other programs expose too is asked of the job latchkey only, in alerts and on the dashboard', () => {
  const expressions = [
    ...alerts.map(({ expr }) => expr),
    ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ]
  const shared = expressions
    .flatMap(expr => namesIn(expr).selectors)
    .filter(({ metric }) => !metric.startsWith('latchkey_'))
  expect(new Set(shared.map(({ metric }) => metric))).toContain('nodejs_eventloop_lag_p99_seconds')
  for (const { metric, matchers } of shared)
    expect(matchers, metric).toContainEqual({ label: 'job', values: ['latchkey'] })
})

describe('every metric of Latchkey', () => {
  it('is on the dashboard or in an alert', () => {
    const used = [
      ...alerts.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets }) => targets.map(t => t.expr)),
    ]
    const names = new Set(samples.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')))
    const unused = [...names].filter(name => name.startsWith('latchkey_') && !used.some(expr => expr.includes(name)))
    expect(unused).toEqual([])
  })
})
