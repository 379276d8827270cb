import { QueryClientProvider } from '@tanstack/react-query'
import { useLayoutEffect, useState } from 'react'
import { createSession } from './auth/session/session.ts'
import { SessionContext } from './auth/session/use-session.ts'
import { type Secrets, SecretsContext } from './platform/mailed-secret.ts'
import { createQueryClient } from './platform/query-client.ts'
import type { Router } from './platform/router/router.ts'
import { RouterView } from './platform/router/router-view.tsx'
import { RouterContext } from './platform/router/use-router.ts'
import { Failed } from './platform/ui/error-page.tsx'
import { Pending } from './platform/ui/skeleton.tsx'
import type { Catalogue } from './platform/words/catalogue.ts'
import { CatalogueContext } from './platform/words/use-words.ts'
import { Root } from './root.tsx'
import { createAppRouter } from './router.ts'

interface Start {
  catalogue: Catalogue
  /** Whether the server knows that no one is signed in. Then the app need not ask. */
  isSignedOut?: boolean
}

/** Creates the query client, the session and the router, and connects them. */
export function createApp({ catalogue, isSignedOut = false }: Start) {
  const queryClient = createQueryClient({
    onError: error => session.handleError(error),
    onSuccess: (answer, query) => session.handleAnswer(answer, query),
  })
  const session = createSession(queryClient, () => router, isSignedOut)
  const secrets: Secrets = new Map()
  const router: Router = createAppRouter({ queryClient, session, secrets, catalogue })
  return { queryClient, session, secrets, router }
}

export function App(start: Start) {
  const [{ queryClient, session, secrets, router }] = useState(() => createApp(start))
  // A layout effect runs before the router's first request, whose answer may have to reach the other tabs.
  useLayoutEffect(() => session.start(), [session])
  return (
    <QueryClientProvider client={queryClient}>
      <SessionContext value={session}>
        <CatalogueContext value={start.catalogue}>
          <SecretsContext value={secrets}>
            <RouterContext value={router}>
              <Root>
                <RouterView Pending={Pending} Failed={Failed} />
              </Root>
            </RouterContext>
          </SecretsContext>
        </CatalogueContext>
      </SessionContext>
    </QueryClientProvider>
  )
}
