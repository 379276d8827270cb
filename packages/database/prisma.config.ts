import { defineConfig } from 'prisma/config'

// Without this the CLI downloads an engine that `prisma generate` does not use. Any existing file satisfies its check.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: '../../prisma/schema' })
