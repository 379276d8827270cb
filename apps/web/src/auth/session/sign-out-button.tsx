import { OutageError, sentenceFor } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { useSignOut } from './sign-out.ts'

/** Signs out of this device. Where the server refuses that, it says that nothing has changed. */
export function SignOutButton() {
  const { mutate, reset, isPending, isSuccess, error } = useSignOut()
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
