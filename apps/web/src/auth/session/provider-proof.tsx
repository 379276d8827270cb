import { confirmWith } from '@latchkey/contracts/auth/identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { call } from '../../platform/api-client.ts'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { ProviderTabs } from './provider-tabs.tsx'
import { useSession } from './use-session.ts'

interface Props {
  providers: readonly ListedProvider[]
  introId: string
  onClose: () => void
}

/** Confirms the session by a new sign-in at a linked provider. */
export function ProviderProof({ providers, introId, onClose }: Props) {
  const { proof: words, ui } = useWords()
  const { handleError } = useSession()
  async function ask(provider: string, path: string): Promise<string> {
    try {
      return (await call(confirmWith, { provider, return: path })).data.url
    } catch (error) {
      handleError(error)
      throw error
    }
  }
  return (
    <>
      <p id={introId} className="mt-2">
        {words.withProvider}
      </p>
      <ProviderTabs providers={providers} ask={ask} />
      <div className="mt-4 flex justify-end">
        <Button onClick={onClose}>{ui.cancel}</Button>
      </div>
    </>
  )
}
