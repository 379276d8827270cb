import { OutageError, sentenceFor } from '../api-errors.ts'
import { Button } from '../ui/button.tsx'
import { useSignOut } from './sign-out.ts'

/** Signs out of this device. Where that fails, it says that nothing has changed. */
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
        {error && (
          <p className="absolute top-full right-3 z-10 w-64 rounded-md bg-raised p-4 text-small shadow-lift forced-colors:border">
            {failed(error)}
          </p>
        )}
      </div>
    </div>
  )
}

const failed = (error: Error) =>
  error instanceof OutageError
    ? 'You are still signed in: the server could not be reached. Try again in a moment.'
    : `You are still signed in. ${sentenceFor(error)}`
