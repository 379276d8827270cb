import type { Delivery } from '@latchkey/contracts/auth/sessions'
import * as signInContract from '@latchkey/contracts/auth/sign-in'
import type { Endpoint, SentInput } from '@latchkey/contracts/endpoint'
import type { TestTemplate } from '@latchkey/database/testing'
import { createApp } from '../src/app.ts'
import { createUserWithPassword } from '../src/auth/passwords/service.ts'
import { jobHandlers } from '../src/platform/feature.ts'
import type { Mail } from '../src/platform/mail/mailer.ts'
import { type Caller, callEndpoint, cookiesOf } from './call-endpoint.ts'
import { holdAnswersToDocument } from './held-answers.ts'
import { passwordsIn } from './log-secrets.ts'
import { type Options, openTestDeps } from './test-deps.ts'

export type TestApi = Awaited<ReturnType<typeof startTestApi>>

/** Starts the whole API on its own database, with a movable clock, a hasher that counts, and a readable log. */
export async function startTestApi(template: TestTemplate, options: Options = {}) {
  const { secrets, mails, ...opened } = await openTestDeps(template, options)
  const { deps } = opened
  const { app, refuseUndeclared } = await holdAnswersToDocument(() => createApp(deps))

  const call = <E extends Endpoint>(endpoint: E, input: SentInput<E>, caller: Caller = {}) => {
    for (const password of passwordsIn(input as object)) secrets.add(password)
    return callEndpoint(app, endpoint, input, caller)
  }

  return {
    ...opened,
    app,
    /** Runs all waiting jobs, and returns the mails that they sent. */
    async deliver(): Promise<Mail[]> {
      await deps.jobs.runAll(jobHandlers(deps))
      return mails.splice(0)
    },
    call,
    createUser: (email = `${crypto.randomUUID()}@example.com`, password = 'correct horse battery') => {
      secrets.add(password)
      return createUserWithPassword(deps, { email, password, name: null }).then(user => ({ ...user, password }))
    },
    /** Signs in as a client of this kind would; returns the session, and the caller for further requests. */
    async signIn(
      user: { email: string; password: string },
      how: { delivery?: Delivery; remember?: boolean } = {},
      caller: Caller = {},
    ) {
      const answer = await call(
        signInContract.signIn,
        { ...user, ...how },
        { sameOrigin: how.delivery === 'cookie', ...caller },
      )
      const { token, session } = answer.data
      const kept = cookiesOf(answer.response)
      const signedIn: Caller = kept ? { cookie: kept, sameOrigin: true } : { token: token ?? '' }
      return { session, caller: signedIn }
    },
    async close() {
      await app.close()
      await opened.close()
      refuseUndeclared()
    },
  }
}
