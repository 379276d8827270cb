import { readFileSync } from 'node:fs'
import path from 'node:path'
import { lintSource } from '@secretlint/core'
import { creator } from '@secretlint/secretlint-rule-preset-recommend'

const id = '@secretlint/secretlint-rule-preset-recommend'
const config = { rules: [{ id, rule: creator }] }
/** Files that are not text. */
const skipped = new Set(['.png', '.br'])

/** Finds what looks like a key, a token or a password of a service in these files. Returns `file:line rule` for each. */
export async function secretsIn(root: string, files: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const file of files) {
    const ext = path.extname(file)
    if (skipped.has(ext)) continue
    const filePath = path.join(root, file)
    const content = readFileSync(filePath, 'utf8')
    const source = { filePath, content, ext, contentType: 'text' as const }
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } })
    // Not the message, which may contain the secret.
    found.push(...messages.map(({ ruleId, messageId, loc }) => `${file}:${loc.start.line} ${ruleId} ${messageId}`))
  }
  return found
}
