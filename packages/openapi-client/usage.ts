import createClient, { type Client } from 'openapi-fetch'
// The test generates it beside a copy of this file. Only types come from it, so at run time it is not needed.
import type { components, paths } from './client.ts'

/** What a client in another repository writes with the generated types. Each call is typed by its path. */
export const clientOf = (baseUrl: string): Client<paths> => createClient<paths>({ baseUrl })

type Session = components['schemas']['Session']
interface Account {
  email: string
  password: string
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Asks for an account; returns the address that the mail goes to. */
export async function signUp(client: Client<paths>, body: Account): Promise<string | undefined> {
  return (await client.POST('/api/users/sign_up', { body })).data?.data.email
}

/** Proves the address by the secret in the mail's link. */
export async function verify(
  client: Client<paths>,
  body: { token: string; password: string },
): Promise<string | undefined> {
  return (await client.POST('/api/users/verify', { body })).data?.data.user.email
}

/** Signs in; returns the token and session, or the code of the refusal. */
export async function signIn(
  client: Client<paths>,
  body: Account,
): Promise<{ token: string; session: Session } | string> {
  const { data, error } = await client.POST('/api/sessions/sign_in', { body })
  if (error) return error.code
  // 202: a second factor is needed first.
  if ('challenge' in data.data) return 'challenge'
  return { token: data.data.token ?? '', session: data.data.session }
}

/** The address of the signed-in person, or the code of the refusal. */
export async function whoAmI(client: Client<paths>, token: string): Promise<string> {
  const { data, error } = await client.GET('/api/restricted/session', { headers: bearer(token) })
  if (!error) return data.data.user.email
  // @ts-expect-error: this call answers no such code
  if (error.code === 'invalid_credentials') return 'impossible'
  return error.code
}

/** Ends a session by its id. */
export async function revoke(client: Client<paths>, token: string, id: string): Promise<boolean | undefined> {
  const { data } = await client.POST('/api/restricted/sessions/{id}/revoke', {
    headers: bearer(token),
    params: { path: { id } },
  })
  return data?.data.revoked
}

/** Signs out; returns the status. */
export async function signOut(client: Client<paths>, token: string): Promise<number> {
  return (await client.DELETE('/api/sessions/sign_out', { headers: bearer(token) })).response.status
}

/** What the types refuse, the server refuses too; returns the status. */
export async function signInWithoutPassword(client: Client<paths>, email: string): Promise<number> {
  // @ts-expect-error: the password is missing
  return (await client.POST('/api/sessions/sign_in', { body: { email } })).response.status
}
