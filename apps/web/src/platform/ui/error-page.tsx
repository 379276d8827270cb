import { useQueryClient } from '@tanstack/react-query'
import { useWords } from '../../platform/words/use-words.ts'
import { sentenceFor } from '../api-errors.ts'
import { useRouter } from '../router/use-router.ts'
import { Button } from './button.tsx'
import { Message, MessagePage } from './message.tsx'

interface Props {
  /** Whether the layout of signed-in pages stays around it. */
  hasLayout: boolean
  error: unknown
}

/** Replaces a page that can't be shown. */
export function Failed({ hasLayout, error }: Props) {
  const words = useWords()
  const Replacement = hasLayout ? Message : MessagePage
  return (
    <Replacement title={words.ui.cannotShow} text={sentenceFor(words, error)}>
      <AgainButton />
    </Replacement>
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
        await router.reload()
      }}
    >
      {ui.tryAgain}
    </Button>
  )
}
