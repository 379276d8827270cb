import { requireSession } from '@latchkey/guard/fastify'
import { createGuard } from '@latchkey/guard/guard'
import Fastify from 'fastify'

// A second service, which accepts the sessions of the API. Run it with GUARD_SECRET, which GUARD_SECRETS of the API names:
// API=http://localhost:4000 PORT=4100 GUARD_SECRET=… node packages/guard/example/server.ts
const { API = 'http://localhost:4000', PORT = '4100', GUARD_SECRET = '' } = process.env

const app = Fastify({ logger: { level: 'warn' } })
const guard = createGuard({
  api: API,
  secret: GUARD_SECRET,
  failed: error => app.log.warn({ err: error }, 'the guard cannot reach the API'),
})
app.addHook('onClose', () => guard.close())

// Its own health check is not behind the guard.
app.get('/health', async () => ({ status: 'ok' }))
app.register(async scope => {
  requireSession(scope, guard)
  scope.get('/invoices', async ({ person }) => ({ data: { of: person?.user.email, invoices: [] } }))
  scope.post('/invoices', async ({ person }, reply) => reply.code(201).send({ data: { of: person?.user.email } }))
})

await app.listen({ host: '127.0.0.1', port: Number(PORT) })
await guard.ready
process.stdout.write(`The second service is ready at http://127.0.0.1:${PORT}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
