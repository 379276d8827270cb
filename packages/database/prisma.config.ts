import { defineConfig } from 'prisma/config'

// The CLI would download an engine that `prisma generate` does not use; any existing file satisfies its check.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: '../../prisma/schema' })
