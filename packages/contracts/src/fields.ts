import type * as z from 'zod/mini'
import type { FieldKey, FieldMessage } from './words/fields.ts'

type Issue = z.core.$ZodIssue

/** The key for an issue of the whole body. */
const wholeBody = 'body'

/** One message for each invalid part, by its dotted path. The first issue of a part wins. No message repeats a value. */
export function fieldsOf(error: z.core.$ZodError): Record<string, FieldMessage> {
  const fields: Record<string, FieldMessage> = {}
  for (const issue of error.issues) fields[issue.path.map(String).join('.') || wholeBody] ??= messageOf(issue)
  return fields
}

// A schema's message is a key of the catalogue. zod/mini ships none: where a schema sets none, it is "Invalid input".
function messageOf(issue: Issue): FieldMessage {
  if (issue.message !== 'Invalid input') return [issue.message as FieldKey, limitOf(issue)]
  if (issue.path.length === 0) return ['notObject']
  if (issue.code === 'invalid_type') return ['notOfType', issue.expected]
  if (issue.code === 'invalid_value') return ['notOneOf', issue.values.join(', ')]
  return ['notValid']
}

function limitOf(issue: Issue): number | undefined {
  if (issue.code === 'too_small') return Number(issue.minimum)
  return issue.code === 'too_big' ? Number(issue.maximum) : undefined
}
