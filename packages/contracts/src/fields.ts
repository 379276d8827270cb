import type * as z from 'zod/mini'

type Issue = z.core.$ZodIssue

/** The key for an issue of the whole body. */
const wholeBody = 'body'

/** One sentence for each invalid part, by its dotted path. The first issue of a part wins. No sentence repeats a value. */
export function fieldsOf(error: z.core.$ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.map(String).join('.') || wholeBody] ??= sentenceFor(issue)
  return fields
}

// zod/mini ships no messages. Where a schema sets none, the message is "Invalid input".
function sentenceFor(issue: Issue): string {
  if (issue.message !== 'Invalid input') return issue.message
  if (issue.path.length === 0) return 'Send a JSON object.'
  if (issue.code === 'invalid_type') return `This must be of type ${issue.expected}.`
  if (issue.code === 'invalid_value') return `This must be one of: ${issue.values.join(', ')}.`
  return 'This is not valid.'
}
