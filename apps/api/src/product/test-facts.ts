// What tests of upstream cannot find out about the product by themselves. Nothing else imports this file.

/** Columns of the product's tables that an export leaves out, and why (tests/everything-kept.test.ts). */
export const withheld: Record<string, string> = {
  'notes.user_id': 'it is always the user of the export',
  'notes.deleted_at': 'the purge removes the row soon after',
}

/**
 * Where the export has the rows of a table, if it is not the part of the table's own name. For labels that are exported inside each
 * note: `note_labels: 'notes.labels'`.
 */
export const exportedAs: Record<string, string> = {}

/** For each field of a body, a value that its schema accepts (tests/fuzz.slow.test.ts). */
export const rightInput: Record<string, unknown> = {
  text: 'Milk',
}
