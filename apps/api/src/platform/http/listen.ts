import type { FastifyInstance } from 'fastify'
import { type Settings, SettingsError } from '../settings/settings.ts'

/**
 * Starts to listen on HOST and PORT. In development Vite has PORT, and the API the next one.
 * @throws {SettingsError} naming the setting to change
 */
export async function listen(
  app: FastifyInstance,
  { host, port: setPort }: Settings,
  { isBehindVite }: { isBehindVite: boolean },
): Promise<void> {
  const port = isBehindVite ? setPort + 1 : setPort
  const name = isBehindVite ? `Port ${port}, one above PORT,` : `PORT ${port}`
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw listenError(error, name, host, { host: 'HOST', port: 'PORT' })
  }
}

/** The names of the settings that say where a server listens. */
interface Names {
  readonly host: string
  readonly port: string
}

/** What to throw if a server cannot listen: an error that names the setting to change, or the same error if none helps. */
export function listenError(error: unknown, port: string, host: string, names: Names): unknown {
  const { code } = error as NodeJS.ErrnoException
  const sentence = sentenceFor(code, port, host, names)
  return sentence === undefined ? error : new SettingsError(`${sentence} (${code})`)
}

function sentenceFor(code: string | undefined, port: string, host: string, names: Names): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `${port} is taken on ${names.host} ${host}. End the program that listens there, or set ${names.port} to another port.`
    case 'ERR_SOCKET_BAD_PORT':
      return `There is no port ${port}. Set ${names.port} to 65534 or below.`
    case 'EACCES':
    case 'EPERM':
      return `${port} is not allowed to this user. Set ${names.port} to 1024 or above, and let a proxy listen below.`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'EINVAL':
      return `${names.host} ${host} is no address of this machine. Set ${names.host} to 127.0.0.1, or to 0.0.0.0 for every network.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${names.host} ${host} is not a known name. Set ${names.host} to an address of this machine, such as 127.0.0.1 or 0.0.0.0.`
    default:
      return undefined
  }
}
