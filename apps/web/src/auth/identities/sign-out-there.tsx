import { signOutWith } from '@latchkey/contracts/auth/identities'
import type { ListedProvider } from '@latchkey/contracts/auth/listed-providers'
import { useEffect, useState } from 'react'
import { call } from '../../platform/api-client.ts'
import { useLocation } from '../../platform/router/use-router.ts'
import { linkLook } from '../../platform/ui/link-look.ts'
import { useLateWords } from '../../platform/words/use-words.ts'

/** After a sign-out here: the way to sign out at the provider too, which would let the next person in here. Nothing, if it has no page for it. */
export function SignOutThere({ provider: { id, label } }: { provider: ListedProvider }) {
  const isSignedOut = useLocation().state.ended?.code === 'signed_out'
  const words = useLateWords('withProvider', isSignedOut)
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!isSignedOut) return
    // The person is signed out here in any case.
    call(signOutWith, { provider: id }).then(
      ({ data }) => setUrl(data.url),
      () => undefined,
    )
  }, [id, isSignedOut])
  if (url === null || !words) return null
  return (
    <p className="mt-3 text-center text-small">
      <a href={url} className={`inline-flex min-h-11 items-center ${linkLook}`}>
        {words.signOutThere(label)}
      </a>
    </p>
  )
}
