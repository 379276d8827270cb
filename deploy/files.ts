import { readFileSync } from 'node:fs'
import path from 'node:path'

const folder = import.meta.dirname

/** The text of a file of this folder. */
export const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8')
