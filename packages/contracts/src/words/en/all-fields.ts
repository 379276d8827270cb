import { productFields } from '../../product/words/en/lists.ts'
import { moreFields as ofAuth } from './more-fields.ts'

export const moreFields = { ...ofAuth, ...productFields }
