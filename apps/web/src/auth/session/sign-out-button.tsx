import { useMutation } from '@tanstack/react-query'
import { OutageError, sentenceFor } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { sendSignOut } from './sign-out.ts'
import { useSession } from './use-session.ts'

/** Signs out of this device. Where the server refuses that, it says that nothing has changed. */
export function SignOutButton() {
  const { dispatch } = useSession()
  const { mutate, reset, isPending, isSuccess, error } = useMutation({
    mutationFn: sendSignOut,
    onSuccess: () => dispatch({ name: 'signed-out', end: { code: 'signed_out' } }),
    onError(error) {
      // The page is cleared all the same (ASVS 14.3.1), and says that the session lives on until the server hears of it.
      if (error instanceof OutageError) dispatch({ name: 'signed-out', end: { code: 'signed_out', reason: 'unheard' } })
    },
  })
  return (
    <div className="relative">
      <Button
        look="quiet"
        busy={isPending || isSuccess}
        working="Signing out…"
        onClick={() => mutate()}
        onBlur={() => isPending || reset()}
      >
        Sign out
      </Button>
      <div role="alert">
        {error && !(error instanceof OutageError) && (
          <p className="absolute top-full right-3 z-10 w-64 rounded-md bg-raised p-4 text-small shadow-lift forced-colors:border">
            You are still signed in. {sentenceFor(error)}
          </p>
        )}
      </div>
    </div>
  )
}
