import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { ClientBase } from 'pg'

/** The connection of a transaction of Prisma, while the transaction is open. */
interface Lent {
  connection?: ClientBase | undefined
}

/** What ends a transaction, as Prisma sends it when it has succeeded, failed or taken too long. */
const endings = ['COMMIT', 'ROLLBACK']
/** Prisma's own code for a statement after the end of its transaction. */
const transactionEnded = 'P2028'

/** Prisma's adapter, and a way to the connection of a transaction, which Prisma does not show (ADR 045). */
export function lendingAdapter(...options: ConstructorParameters<typeof PrismaPg>) {
  const lending = new AsyncLocalStorage<Lent>()
  const adapter = new PrismaPg(...options)
  const connect = adapter.connect.bind(adapter)

  adapter.connect = async () => {
    const connected = await connect()
    const start = connected.startTransaction.bind(connected)
    connected.startTransaction = async isolationLevel => {
      const transaction = await start(isolationLevel)
      const lent = lending.getStore()
      // One that begins within another, on a connection of its own, lends none.
      if (!lent || 'connection' in lent) return transaction
      lent.connection = (transaction as unknown as { client: ClientBase }).client
      const execute = transaction.executeRaw.bind(transaction)
      transaction.executeRaw = query => {
        // Before it is sent. After it, the connection may be in another transaction.
        if (endings.includes(query.sql)) lent.connection = undefined
        return execute(query)
      }
      return transaction
    }
    return connected
  }

  /**
   * Runs `begin`, which begins a transaction of Prisma. `connection` returns that transaction's connection.
   * @throws from `connection`, if the transaction has not begun, or has ended: it may have taken too long
   */
  function withConnection<Result>(begin: (connection: () => ClientBase) => Promise<Result>): Promise<Result> {
    const lent: Lent = {}
    const connection = () => {
      if (lent.connection) return lent.connection
      throw Object.assign(new Error('The transaction is not open.'), { code: transactionEnded })
    }
    return lending.run(lent, () => begin(connection))
  }

  return { adapter, withConnection }
}
