import { describe, expect, it } from 'vitest'
import { readSettings } from './settings.ts'

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }

describe('the settings of metrics and traces', () => {
  it('are off unless they are set, and metrics stay on this machine', () => {
    expect(readSettings({})).toMatchObject({ metricsPort: undefined, metricsHost: '127.0.0.1', traces: null })
    expect(readSettings({ METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' })).toMatchObject({
      metricsPort: 9464,
      metricsHost: '0.0.0.0',
    })
  })

  it('name the collector, its headers, and how many requests are traced', () => {
    expect(readSettings(endpoint).traces).toEqual({
      url: new URL('http://127.0.0.1:4318/v1/traces'),
      headers: {},
      serviceName: 'latchkey',
      share: 0.1,
      followsParent: true,
    })
    expect(
      readSettings({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otel.example.com/a/',
        OTEL_EXPORTER_OTLP_HEADERS: 'api-key=a%3Db%20c, tenant=acme',
        OTEL_SERVICE_NAME: 'sign-in',
        OTEL_TRACES_SAMPLER: 'always_on',
      }).traces,
    ).toEqual({
      url: new URL('https://otel.example.com/a/v1/traces'),
      headers: { 'api-key': 'a=b c', tenant: 'acme' },
      serviceName: 'sign-in',
      share: 1,
      followsParent: false,
    })
    expect(readSettings({ ...endpoint, OTEL_TRACES_SAMPLER: 'parentbased_always_off' }).traces).toMatchObject({
      share: 0,
      followsParent: true,
    })
    expect(readSettings({ ...endpoint, OTEL_TRACES_SAMPLER_ARG: '0.25' }).traces).toMatchObject({ share: 0.25 })
  })

  it.each([
    ['METRICS_PORT', '70000'],
    ['METRICS_PORT', '4000'],
    ['METRICS_HOST', '127.0.0.1:9464'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'grpc://collector:4317'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318/v1/traces'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:4318/?key=hidden'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', `http://user:${'hidden'}@127.0.0.1:4318`],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'hidden'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%0d%0ahidden'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'api-key=%zz'],
    ['OTEL_SERVICE_NAME', 'a b'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '10'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', '10%'],
  ])('refuse %s=%s and say what to write, without the value', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`${name} must `))
    expect(() => readSettings({ [name]: value })).not.toThrow(/hidden/)
  })
})
