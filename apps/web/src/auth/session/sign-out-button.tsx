import { useMutation } from '@tanstack/react-query'
import { OutageError, sentenceFor } from '../../platform/api-errors.ts'
import { Button } from '../../platform/ui/button.tsx'
import { useWords } from '../../platform/words/use-words.ts'
import { sendSignOut } from './sign-out.ts'
import { useSession } from './use-session.ts'

/** Signs out of this device. If the server refuses, it says that nothing has changed. */
export function SignOutButton() {
  const words = useWords()
  const { dispatch, beforeSignOut } = useSession()
  const { mutate, reset, isPending, isSuccess, error } = useMutation({
    async mutationFn() {
      await beforeSignOut()
      return sendSignOut()
    },
    onSuccess: () => dispatch({ name: 'signed-out', end: { code: 'signed_out' } }),
    onError(error) {
      // Clear the page anyway (ASVS 14.3.1). It says that the session lasts until the sign-out reaches the server.
      if (error instanceof OutageError) dispatch({ name: 'signed-out', end: { code: 'signed_out', reason: 'pending' } })
    },
  })
  return (
    <div className="relative">
      <Button
        look="quiet"
        busy={isPending || isSuccess}
        working={words.shell.signingOut}
        onClick={({ currentTarget }) => {
          // Safari focuses no button that is clicked, and the message goes when the button loses the focus.
          currentTarget.focus()
          mutate()
        }}
        onBlur={() => isPending || reset()}
      >
        {words.shell.signOut}
      </Button>
      <div role="alert">
        {error && !(error instanceof OutageError) && (
          <p className="absolute top-full end-3 z-10 w-64 rounded-md bg-raised p-4 text-small shadow-lift forced-colors:border">
            {words.shell.stillSignedIn(sentenceFor(words, error))}
          </p>
        )}
      </div>
    </div>
  )
}
