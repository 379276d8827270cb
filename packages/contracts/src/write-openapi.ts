import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openApiDocument } from './openapi.ts'

/** Where the document is kept, for those who generate clients in other languages. */
export const documentFile = path.resolve(import.meta.dirname, '../../../docs/openapi.json')

/** The document as it is kept. */
export const documentText = () => `${JSON.stringify(openApiDocument(), null, 2)}\n`

if (import.meta.main) await writeFile(documentFile, documentText())
