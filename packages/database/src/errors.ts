/** Unreachable, access denied, timed out, closed, transaction not started, lost or in conflict, too many connections. */
const OUTAGE_PRISMA_CODES = new Set([
  ...['P1000', 'P1001', 'P1002', 'P1008', 'P1010', 'P1011', 'P1017'],
  ...['P2024', 'P2028', 'P2034', 'P2037'],
])
const OUTAGE_ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
])
const OUTAGE_NODE_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'],
])
/** Connection, access, conflict, resources, full queue of notifications, shutdown, system, read-only. The request causes none of them. */
const OUTAGE_SQLSTATES = /^(08...|28...|3D000|40001|40P01|53...|54000|55P03|57P..|57014|58...|25006)$/
const OUTAGE_MESSAGES =
  /timeout exceeded when trying to connect|timeout expired|Query read timeout|Connection terminated|Client has encountered a connection error/
const DEEPEST_CAUSE = 6

/**
 * Whether an error means that the database is away, frozen, restarting, read-only, closed to us, out of connections or too
 * slow. Nothing is wrong with the request: the same one may succeed later.
 */
export function isOutage(error: unknown): boolean {
  return causes(error).some(
    ({ name, code, kind, originalCode, message }) =>
      name === 'PrismaClientInitializationError' ||
      [code, originalCode].some(each => typeof each === 'string' && isOutageCode(each)) ||
      (typeof kind === 'string' && OUTAGE_ADAPTER_KINDS.has(kind)) ||
      (typeof message === 'string' && OUTAGE_MESSAGES.test(message)),
  )
}

/** Whether an error means that a value that must be unique already exists. */
export function isUniqueViolation(error: unknown): boolean {
  return causes(error).some(
    ({ code, kind }) => code === 'P2002' || code === '23505' || kind === 'UniqueConstraintViolation',
  )
}

const isOutageCode = (code: string) =>
  OUTAGE_PRISMA_CODES.has(code) || OUTAGE_NODE_CODES.has(code) || OUTAGE_SQLSTATES.test(code)

/** The error and its causes. Prisma puts the driver's error into `cause` or `meta`, or wraps it twice. */
function causes(error: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof error !== 'object' || error === null || depth > DEEPEST_CAUSE) return []
  const link = error as Record<string, unknown>
  return [link, ...[link.cause, link.meta, link.driverAdapterError].flatMap(each => causes(each, depth + 1))]
}
