import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import { SchemaEngine } from '@prisma/schema-engine-wasm'
import { Pool, type QueryArrayConfig } from 'pg'

export const SCHEMA_DIRECTORY = fileURLToPath(new URL('../../../../prisma/schema', import.meta.url))

const CHAR_OID = 18
const CHAR_ARRAY_OID = 1002

/**
 * Returns the SQL that brings this database to the schema, or an empty text if they match. A Prisma schema has no triggers,
 * checks and partial indexes, so the comparison ignores them.
 */
export async function findSchemaDifference(url: string, directory = SCHEMA_DIRECTORY): Promise<string> {
  const names = (await readdir(directory)).filter(name => name.endsWith('.prisma')).sort()
  const files = await Promise.all(
    names.map(async name => ({ path: join(directory, name), content: await readFile(join(directory, name), 'utf8') })),
  )
  const pool = new Pool({ connectionString: url })
  showPanics()
  const adapter = bindMigrationAwareSqlAdapterFactory(adapterForEngine(pool))
  const engine = await SchemaEngine.new(
    { datamodels: files.map(({ path, content }): [string, string] => [path, content]) },
    () => {},
    adapter,
  )
  try {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: '.' },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    return exitCode === 0 ? '' : (stdout ?? '')
  } finally {
    engine.free()
    await pool.end()
  }
}

/**
 * Prisma's adapter refuses columns of Postgres' one-byte type "char", which the engine reads from the catalog. So they pass
 * through it as arrays of "char", a type that it knows and the catalog does not use, and are converted back afterwards.
 */
function adapterForEngine(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const query = pool.query.bind(pool)
  const queryMarkingChars = async (config: QueryArrayConfig) => {
    const result = await query(config)
    for (const field of result.fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = CHAR_ARRAY_OID
    return result
  }
  const factory = new PrismaPg(Object.assign(pool, { query: queryMarkingChars }))
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async sql => {
      const result = await queryRaw(sql)
      const columnTypes = result.columnTypes.map(type =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return adapter
  }
  return factory
}

/** The engine passes the message of a panic to this global. Without it the error is only "unreachable". */
function showPanics(): void {
  const registry = {
    set_message(message: string) {
      throw new Error(message)
    },
  }
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: registry })
}
