import type { User as PublicUser } from '@latchkey/contracts/auth/users'
import { Language } from '@latchkey/contracts/words/language'
import type { Database, Transaction } from '@latchkey/database/client'
import type { User } from '@latchkey/database/models'
import type { Deps } from '../../deps.ts'
import type { FoundUser } from './search-store.ts'
import * as search from './search-store.ts'
import * as store from './store.ts'

export type { FoundUser }

/** A person as the API returns them. */
export const presentUser = (user: User): PublicUser => ({
  id: user.id,
  email: user.email,
  name: user.name,
  language: knownLanguage(user),
  timeZone: user.timeZone,
  createdAt: user.createdAt.toISOString(),
})

/** Null for a language that only another version of the server knows. */
const knownLanguage = ({ language }: Pick<User, 'language'>): Language | null =>
  Language.safeParse(language).data ?? null

/** The language of a mail to this person: the one they chose, or that of the request. */
export const mailLanguage = (user: Pick<User, 'language'>, asked: { language: Language }): Language =>
  knownLanguage(user) ?? asked.language

/** The person with this address; null if there is none. */
export const findUser = (deps: Deps, email: string) => store.findUserByEmail(deps.db, email)

/** The people who have one of these addresses. */
export const findUsersByEmail = (deps: Deps, emails: readonly string[]) => store.findUsersByEmail(deps.db, emails)

/** The person with this id; null if there is none. */
export const findUserById = (deps: Deps, id: string) => store.findUserById(deps.db, id)

/** Every admin, oldest first. */
export const findAdmins = (deps: Deps) => store.findAdmins(deps.db)

/** All people, oldest first. Only a page of them is in memory. */
export async function* findAllUsers(deps: Deps): AsyncGenerator<User> {
  for (let page = await store.listUsers(deps.db, undefined); page.length > 0; ) {
    yield* page
    page = await store.listUsers(deps.db, page.at(-1)?.id)
  }
}

/** A page of a search. `lastLooked`: the id of the last person that it looked at, if there are more. */
export async function searchUsers(
  deps: Deps,
  range: search.Range,
  how: Parameters<typeof search.search>[2],
): Promise<{ users: FoundUser[]; lastLooked: string | null }> {
  const users = await search.search(deps.db, range, how)
  return { users, lastLooked: users.length < how.count ? await search.findLastLooked(deps.db, range, how.most) : null }
}

/** The person with this id, whose row no one else changes until `tx` ends; null if there is none. */
export const holdUser = (tx: Transaction, id: string) => store.holdUser(tx, id)

/** Which of these people still exist. */
export const findPresent = (tx: Database | Transaction, ids: string[]) => store.findPresent(tx, ids)

/** Finds the people with these addresses. None of them can be deleted until `tx` ends. */
export const holdUsersOf = (tx: Transaction, emails: string[]) => store.holdUsersOf(tx, emails)
