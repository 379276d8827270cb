import { usualMinLength } from '@latchkey/contracts/auth/new-passwords'
import type { Words } from '@latchkey/contracts/words/web'
import { useEffect, useEffectEvent, useState } from 'react'
import { useCatalogue, useWords } from '../../platform/words/use-words.ts'
import type { Strength } from './strength.ts'

/** How long typing must pause before the hint changes, so that it does not comment on each key. */
const pauseMs = 600

interface Props {
  password: string
  /** Whether the field shows an error for the password. */
  isRefused: boolean
  /** Whether the server's minimum length is the usual one, as far as this page knows. */
  isUsualLength: boolean
  /** Returns the words that an attacker of this account would try first. */
  context: () => string[]
}

/** Says, when typing pauses, how hard a password is to guess, and why. It forbids nothing. */
export function StrengthHint({ password, isRefused, isUsualLength, context }: Props) {
  const { strength: words, strengthReasons: reasons } = useWords()
  const load = useLoadStrength()
  const [estimated, setEstimated] = useState<Strength>()
  // The server knows more. So a refused password gets no praise and no number.
  const strength = password && estimated && !(isRefused && estimated.score > 2) ? estimated : undefined
  const estimateNow = useEffectEvent(async () => (await load())?.strengthOf(password, context()))
  useEffect(() => {
    let isLate = false
    const timer = setTimeout(async () => {
      const next = password ? await estimateNow() : undefined
      if (!isLate) setEstimated(next)
    }, pauseMs)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [password])

  const showsLength = !isRefused && isUsualLength
  const isShort = showsLength && password !== '' && [...password].length < usualMinLength
  return (
    <div className="pt-2">
      <div aria-hidden="true" className="flex gap-1">
        {words.levels.slice(1).map((word, index) => (
          <span
            key={word}
            className={`h-1 flex-1 rounded-md transition-colors ${strength && strength.score > index ? (strength.score > 2 && !isShort ? 'bg-accent' : 'bg-soft') : 'bg-line'}`}
          />
        ))}
      </div>
      <p role="status" className="pt-1.5 text-small text-soft">
        {strength ? (
          <span key="strength">
            <span className="text-ink">{isShort ? words.tooShort(usualMinLength) : words.levels[strength.score]}</span>{' '}
            <span>{strength.why && whyIn(reasons, strength.why)}</span>
          </span>
        ) : (
          <span key="advice">{`${showsLength ? `${words.length(usualMinLength)} ` : ''}${words.advice}`}</span>
        )}
      </p>
    </div>
  )
}

/** The estimator names its reason: "warnings.dates". */
function whyIn({ warnings, suggestions }: Words['strengthReasons'], why: string): string | undefined {
  const [kind, name = ''] = why.split('.')
  const sentences: Record<string, string> = kind === 'warnings' ? warnings : suggestions
  return sentences[name]
}

/** Returns what loads the estimator, with its reasons in words. It resolves to `undefined` if that fails: then there is no hint. */
export function useLoadStrength() {
  const catalogue = useCatalogue()
  return () =>
    Promise.all([import('./strength.ts'), catalogue.load(['strengthReasons'])]).then(
      ([estimator]) => estimator,
      () => undefined,
    )
}
