import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { readSettings, settingNames } from '../apps/api/src/platform/settings/settings.ts'
import { live, ready } from '../packages/contracts/src/platform/health.ts'
import { read } from './files.ts'

const folder = path.join(import.meta.dirname, 'kubernetes')
const files = readdirSync(folder).filter(name => name.endsWith('.yaml'))

function manifest(file: string) {
  const document = parseDocument(read(`kubernetes/${file}`), { strict: true, uniqueKeys: true })
  expect([document.errors, document.warnings], file).toEqual([[], []])
  return document.toJS()
}

interface IngressPath {
  path: string
  backend: { service: { name: string } }
}

const deployment = manifest('deployment.yaml').spec
const pod = deployment.template.spec
const backup = manifest('cronjob.yaml').spec.jobTemplate.spec.template
const [container] = pod.containers
const label = { 'app.kubernetes.io/name': 'latchkey' }

describe.each(files)('%s', file => {
  it('is one manifest, with its kind and version', () => {
    expect(manifest(file)).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) })
  })
})

it('the kustomization lists every manifest but the example of a Secret, which holds no value', () => {
  const { resources, configMapGenerator } = manifest('kustomization.yaml')
  const listed = [...resources, 'kustomization.yaml', 'secret.example.yaml'].sort()
  expect(listed).toEqual(files)
  expect(configMapGenerator).toEqual([{ name: 'latchkey-settings', envs: ['settings.env'] }])
  for (const value of Object.values(manifest('secret.example.yaml').stringData)) expect(value).toBe('')
})

it('the image has the version of the repository', () => {
  const { version } = JSON.parse(read('../package.json'))
  const named = (name: string) => ({ name, newName: name, newTag: version })
  expect(manifest('kustomization.yaml').images).toEqual([named('latchkey'), named('latchkey-backup')])
  const used = [...pod.initContainers, ...pod.containers, ...backup.spec.containers].map(({ image }) => image)
  expect(used).toEqual(['latchkey', 'latchkey', 'latchkey-backup'])
})

it('each rule of the policy that waits in a comment is a rule', () => {
  const lines = read('kubernetes/network-policy.yaml').split('\n')
  const text = lines.map(line => line.replace(/^ {4}# (?=- | {2})/, '    ')).join('\n')
  const { ingress, egress } = parse(text, { strict: true, uniqueKeys: true }).spec
  const ports = [...ingress, ...egress].flatMap(rule => rule.ports.map(({ port }: { port: unknown }) => port))
  expect(ports).toEqual(['http', 9464, 53, 53, 5432, 465, 587, 443, 4318, 6432])
})

it('what it sets are settings, and with the Secret they are all that production needs', () => {
  const settings = parseEnv(read('kubernetes/settings.env'))
  const secrets = Object.keys(manifest('secret.example.yaml').stringData)
  for (const name of [...Object.keys(settings), ...secrets]) expect(settingNames).toContain(name)
  const given = {
    APP_SECRET: 'a secret that is long enough to be one',
    SMTP_URL: 'smtps://mail.example.com',
    DATABASE_URL: 'postgres://api@db.example.com/latchkey?sslmode=verify-full',
    DATABASE_DIRECT_URL: 'postgres://latchkey@db.example.com/latchkey?sslmode=verify-full',
  }
  expect(Object.keys(given).sort()).toEqual(secrets.sort())
  expect(readSettings({ ...settings, ...given }).production).toBe(true)
})

it.each([
  ['servers', pod],
  ['the backup', backup.spec],
])('pods of %s are such as the level "restricted" admits', (_, { securityContext, ...each }) => {
  expect(securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 10_001,
    fsGroup: 10_001,
    seccompProfile: { type: 'RuntimeDefault' },
  })
  for (const { securityContext, resources } of [...(each.initContainers ?? []), ...each.containers]) {
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(resources).toMatchObject({ requests: expect.anything(), limits: { memory: expect.any(String) } })
  }
  expect(each.automountServiceAccountToken).toBe(false)
})

it('the backup has the settings of the servers, keeps its files on the volume, and one at a time ends before the next is due', () => {
  const { schedule, concurrencyPolicy, jobTemplate } = manifest('cronjob.yaml').spec
  const [{ command, envFrom, volumeMounts }] = backup.spec.containers
  expect(envFrom).toEqual(container.envFrom)
  expect(command).toEqual(['latchkey', 'backup', '/backups', '--keep', '14'])
  expect(volumeMounts).toEqual([{ name: 'backups', mountPath: '/backups' }])
  const { name } = manifest('backup-volume.yaml').metadata
  expect(backup.spec.volumes).toEqual([{ name: 'backups', persistentVolumeClaim: { claimName: name } }])
  const daySeconds = 86_400
  expect(schedule).toMatch(/^\d+ \d+ \* \* \*$/)
  expect(concurrencyPolicy).toBe('Forbid')
  expect(jobTemplate.spec.activeDeadlineSeconds).toBeLessThan(daySeconds)
})

it('the backup gets no requests, and may reach names and Postgres only', () => {
  const own = backup.metadata.labels
  expect(own).toEqual({ 'app.kubernetes.io/name': 'latchkey-backup' })
  for (const file of ['service.yaml', 'service-pages.yaml']) expect(manifest(file).spec.selector).not.toEqual(own)
  const { podSelector, policyTypes, ingress, egress } = manifest('backup-network-policy.yaml').spec
  expect([podSelector.matchLabels, policyTypes, ingress]).toEqual([own, ['Ingress', 'Egress'], undefined])
  const ports = egress.flatMap(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port))
  expect(ports).toEqual([53, 53, 5432])
})

it('probes ask the paths of the contract: live decides on a restart, ready on requests', () => {
  const asks = ({ httpGet }: { httpGet: { path: string; port: string } }) => [httpGet.path, httpGet.port]
  expect(asks(container.startupProbe)).toEqual([live.path, 'http'])
  expect(asks(container.livenessProbe)).toEqual([live.path, 'http'])
  expect(asks(container.readinessProbe)).toEqual([ready.path, 'http'])
  expect(container.ports).toEqual([{ name: 'http', containerPort: readSettings({}).port }])
})

it('a new pod is ready before an old one goes, and a stop has time for its two parts', () => {
  expect(deployment.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 })
  const [command, seconds] = container.lifecycle.preStop.exec.command
  expect(command).toBe('sleep')
  const longestStopSeconds = 9
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(Number(seconds) + longestStopSeconds)
  expect(manifest('pod-disruption-budget.yaml').spec.maxUnavailable).toBeLessThan(deployment.replicas)
})

it('service, ingress, policy and budget all mean the pods of the deployment', () => {
  expect(deployment.template.metadata.labels).toEqual(label)
  expect(deployment.selector.matchLabels).toEqual(label)
  expect(manifest('service.yaml').spec).toMatchObject({ selector: label, ports: [{ targetPort: 'http' }] })
  expect(manifest('pod-disruption-budget.yaml').spec.selector.matchLabels).toEqual(label)
  expect(manifest('network-policy.yaml').spec.podSelector.matchLabels).toEqual(label)
  const [rule] = manifest('ingress.yaml').spec.rules
  expect(rule.host).toBe(new URL(parseEnv(read('kubernetes/settings.env')).APP_URL ?? '').hostname)
})

it('calls go to pods that are ready, and pages to any that runs, so that they load while the database is away', () => {
  const [rule] = manifest('ingress.yaml').spec.rules
  const { metadata, spec } = manifest('service-pages.yaml')
  expect(spec).toEqual({ ...manifest('service.yaml').spec, publishNotReadyAddresses: true })
  const goes = rule.http.paths.map(({ path, backend }: IngressPath) => [path, backend.service.name])
  expect(goes).toEqual([
    ['/api', 'latchkey'],
    ['/', metadata.name],
  ])
  expect(ready.path.startsWith('/api/')).toBe(true)
})
