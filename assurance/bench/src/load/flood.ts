import autocannon from 'autocannon'
import { offer } from '../offer.ts'

/** As many requests as the connections can send. Each connection repeats its own share of `requests`. */
export interface Flood {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Ends after this many requests instead of after `seconds`. */
  readonly amount?: number
  readonly requests: readonly autocannon.Request[]
}

export interface Flooded {
  /** Answers per second, by status. */
  readonly perSecond: Record<number, number>
  /** In milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly total: number
  /** Broken connections and missing answers. */
  readonly failures: number
}

function flood({ port, connections, seconds, amount, requests }: Flood): Promise<Flooded> {
  let client = 0
  const counts: Record<number, number> = {}
  const options = {
    url: `http://127.0.0.1:${port}`,
    connections,
    timeout: 30,
    ...(amount === undefined ? { duration: seconds } : { amount }),
    setupClient(connection: autocannon.Client) {
      const own = requests.filter((_, at) => at % connections === client % connections)
      client += 1
      // A copy, because autocannon stores its buffers in these objects.
      connection.setRequests((own.length > 0 ? own : requests).map(request => ({ ...request })))
    },
  }
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const run = autocannon(options, (error, { latency, errors, timeouts }) => {
      if (error) return reject(error)
      const took = (performance.now() - began) / 1000
      resolve({
        perSecond: Object.fromEntries(Object.entries(counts).map(([status, count]) => [status, count / took])),
        p50: latency.p50,
        p99: latency.p99,
        total: Object.values(counts).reduce((sum, count) => sum + count, 0),
        failures: errors + timeouts,
      })
    })
    run.on('response', (_client, status) => {
      counts[status] = (counts[status] ?? 0) + 1
    })
  })
}

offer({ flood })
