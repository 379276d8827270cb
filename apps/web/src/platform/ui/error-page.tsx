import { useQueryClient } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { sentenceFor } from '../api-errors.ts'
import { Button } from './button.tsx'
import { Message, MessagePage } from './message.tsx'

const title = "This page can't be shown"

/** Replaces a page that can't be shown. The layout around it stays. */
export function ErrorContent({ error }: ErrorComponentProps) {
  return (
    <Message title={title} text={sentenceFor(error)}>
      <AgainButton />
    </Message>
  )
}

/** The error page without a layout around it. */
export function ErrorPage({ error }: ErrorComponentProps) {
  return (
    <MessagePage title={title} text={sentenceFor(error)}>
      <AgainButton />
    </MessagePage>
  )
}

function AgainButton() {
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
      Try again
    </Button>
  )
}
