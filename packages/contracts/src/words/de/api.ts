import { moreFields } from './all-fields.ts'
import { factorNames } from './factor-names.ts'
import { fields as firstFields } from './fields.ts'
import { problems } from './problems.ts'
import { refusals } from './refusals.ts'

/** The words of the API's answers. */
export const api = { problems, refusals, factorNames, fields: { ...firstFields, ...moreFields } }
