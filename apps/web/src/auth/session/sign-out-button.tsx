import { useMutation, useQueryClient } from '@tanstack/react-query'
import { OutageError, sentenceFor } from '../../platform/api-errors.ts'
import { Icon } from '../../platform/ui/icons/icon.tsx'
import { useToast } from '../../platform/ui/use-toast.ts'
import { useWords } from '../../platform/words/use-words.ts'
import { sendSignOut, settle } from './sign-out.ts'
import { useSession } from './use-session.ts'

/** Signs out of this device. If the server refuses, it says that nothing has changed. */
export function SignOutButton({ className }: { className: string }) {
  const words = useWords()
  const { dispatch, beforeSignOut } = useSession()
  const toast = useToast()
  const queryClient = useQueryClient()
  const { mutate, isPending, isSuccess } = useMutation({
    async mutationFn() {
      await beforeSignOut()
      await settle(queryClient)
      return sendSignOut()
    },
    onSuccess: () => dispatch({ name: 'signed-out', end: { code: 'signed_out' } }),
    onError(error) {
      // Clear the page anyway (ASVS 14.3.1). It says that the session lasts until the sign-out reaches the server.
      if (error instanceof OutageError) dispatch({ name: 'signed-out', end: { code: 'signed_out', reason: 'pending' } })
      else toast({ text: words.shell.stillSignedIn(sentenceFor(words, error)), icon: 'warning' })
    },
  })
  const isBusy = isPending || isSuccess
  return (
    <button type="button" aria-disabled={isBusy} onClick={() => isBusy || mutate()} className={className}>
      <Icon name="sign-out" className="text-soft" />
      <span>{isBusy ? words.shell.signingOut : words.shell.signOut}</span>
    </button>
  )
}
