import { ActivityPage } from './auth/activity/activity-page.tsx'
import { authSentences, type Sentences } from './auth/activity/sentences.ts'
import { productSentences } from './product/sentences.ts'

/** An event that the contract adds is a type error here until it has a sentence. */
export const sentences: Sentences = { ...authSentences, ...productSentences }

/** Gives the activity page the product's sentences too: `auth` must not import `product`. */
export const Activity = () => <ActivityPage sentences={sentences} />
