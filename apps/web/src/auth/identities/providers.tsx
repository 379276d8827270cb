import { providers } from '@latchkey/contracts/auth/listed-providers'
import { type ReactNode, useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { useCatalogue } from '../../platform/words/use-words.ts'
import { readLastProvider } from './last-provider.ts'

/**
 * The other ways in, by providers. They come with the server's answer, so they are the last on a page and move nothing. Where the
 * operator set up none, nothing more loads.
 */
export function Providers() {
  const catalogue = useCatalogue()
  const [buttons, setButtons] = useState<ReactNode>()
  useEffect(() => {
    const load = async () => {
      const { data } = await call(providers, {})
      if (data.length === 0) return
      const last = readLastProvider()
      const used = data.find(({ id }) => id === last)
      const [{ ProviderButtons }, there] = await Promise.all([
        import('./provider-buttons.tsx'),
        used && import('./sign-out-there.tsx'),
        catalogue.load(['providers']),
      ])
      setButtons(
        <>
          <ProviderButtons providers={data} last={last} />
          {there && used && <there.SignOutThere provider={used} />}
        </>,
      )
    }
    // The other ways work without it.
    load().catch(() => undefined)
  }, [catalogue])
  return buttons
}
