import { Button } from '../../platform/ui/button.tsx'
import { failure } from '../../platform/ui/failure.tsx'
import { ExactTime } from '../../platform/ui/time.tsx'
import { rich, useWords } from '../../platform/words/use-words.ts'
import { hasCode } from '../second-step/factor-errors.ts'
import { useAskForFactorReset } from './queries.ts'

/**
 * The way out for a person who can prove no second factor: what happens, and the button that starts the wait. The second step of the
 * sign-in shows it with the secret of the unfinished sign-in. Its page needs the words `lostFactors` and `times`.
 */
export function LostEverything({ challenge, onEnded }: { challenge: string; onEnded: () => void }) {
  const { lostFactors: words } = useWords()
  const ask = useAskForFactorReset()
  const send = () =>
    ask.mutate(challenge, { onError: error => void (hasCode(error, 'invalid_challenge') && onEnded()) })
  if (ask.data)
    return (
      // The button that had the focus has gone.
      <div
        role="status"
        tabIndex={-1}
        ref={status => status?.focus()}
        className="mt-6 border-s-2 border-accent ps-4 text-small"
      >
        <p className="font-medium">{words.askedTitle}</p>
        <p>{rich(words.asked(<ExactTime instant={ask.data} />))}</p>
        <p className="mt-2 text-soft">{words.askedFound}</p>
      </div>
    )
  return (
    <details className="mt-1 text-small">
      <summary className="flex min-h-11 cursor-pointer items-center font-medium underline decoration-edge decoration-1 underline-offset-4 hover:decoration-2">
        {words.lost}
      </summary>
      <p className="mt-2">{words.lostIntro}</p>
      <ol className="mt-2 mb-4 grid list-decimal gap-1 ps-5 text-soft">
        {words.lostSteps.map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button busy={ask.isPending} working={words.asking} onClick={send}>
        {words.ask}
      </Button>
      <p role="alert" className="pt-1 text-loss empty:pt-0">
        {ask.error ? failure(ask.error) : undefined}
      </p>
    </details>
  )
}
