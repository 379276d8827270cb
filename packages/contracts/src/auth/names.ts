import * as z from 'zod/mini'
import { line } from '../lines.ts'

/** The name of a person, as they want to be called. Apart from `users.ts`, because the sign-in page needs no rule for it. */
export const Name = line('Enter your name.').check(z.maxLength(100, 'A name has at most 100 characters.'))
