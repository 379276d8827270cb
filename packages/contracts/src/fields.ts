import type * as z from 'zod/mini'

type Issue = z.core.$ZodIssue

/** The key for an issue that concerns the whole body rather than a part of it. */
const wholeBody = 'body'

/** One sentence for each invalid part, by its dotted path; the first found wins. The value itself is never repeated. */
export function fieldsOf(error: z.core.$ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues) fields[issue.path.map(String).join('.') || wholeBody] ??= sentenceFor(issue)
  return fields
}

// zod/mini ships no messages: what a schema did not word itself reads "Invalid input".
function sentenceFor(issue: Issue): string {
  if (issue.message !== 'Invalid input') return issue.message
  if (issue.path.length === 0) return 'Send a JSON object.'
  if (issue.code === 'invalid_type') return `This must be of type ${issue.expected}.`
  if (issue.code === 'invalid_value') return `This must be one of: ${issue.values.join(', ')}.`
  return 'This is not valid.'
}
