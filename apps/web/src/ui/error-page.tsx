import { useQueryClient } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { sentenceFor } from '../api-errors.ts'
import { Button } from './button.tsx'
import { MessagePage } from './message-page.tsx'

/** Where a page can't be shown. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const queryClient = useQueryClient()
  return (
    <MessagePage title="This page can't be shown" text={sentenceFor(error)}>
      <Button
        look="main"
        onClick={async () => {
          await queryClient.resetQueries()
          await router.invalidate()
          reset()
        }}
      >
        Try again
      </Button>
    </MessagePage>
  )
}
