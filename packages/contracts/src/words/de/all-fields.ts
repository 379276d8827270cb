import { productFields } from '../../product/words/de/lists.ts'
import { moreFields as ofAuth } from './more-fields.ts'

export const moreFields = { ...ofAuth, ...productFields }
