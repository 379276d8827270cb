import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openApiDocument } from './openapi.ts'

/** The path of the stored document. Generators of clients in other languages read it. */
export const documentFile = path.resolve(import.meta.dirname, '../../../docs/openapi.json')

/** The content of the stored document. */
export const documentText = () => `${JSON.stringify(openApiDocument(), null, 2)}\n`

if (import.meta.main) await writeFile(documentFile, documentText())
