import { useQueryClient } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useWords } from '../../platform/words/use-words.ts'
import { sentenceFor } from '../api-errors.ts'
import { Button } from './button.tsx'
import { Message, MessagePage } from './message.tsx'

/** Replaces a page that can't be shown. The layout around it stays. */
export function ErrorContent({ error }: ErrorComponentProps) {
  const words = useWords()
  return (
    <Message title={words.ui.cannotShow} text={sentenceFor(words, error)}>
      <AgainButton />
    </Message>
  )
}

/** The error page without a layout around it. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const words = useWords()
  return (
    <MessagePage title={words.ui.cannotShow} text={sentenceFor(words, error)}>
      <AgainButton />
    </MessagePage>
  )
}

function AgainButton() {
  const { ui } = useWords()
  const router = useRouter()
  const queryClient = useQueryClient()
  return (
    <Button
      look="main"
      onClick={async () => {
        queryClient.removeQueries({ predicate: ({ state }) => state.status === 'error' })
        await router.invalidate()
      }}
    >
      {ui.tryAgain}
    </Button>
  )
}
