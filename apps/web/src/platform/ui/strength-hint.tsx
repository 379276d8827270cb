import { usualMinLength } from '@latchkey/contracts/auth/passwords'
import { useEffect, useEffectEvent, useState } from 'react'
import type { Strength } from './strength.ts'

/** After so long a pause the hint speaks: it is no commentary on each key. */
const pauseMs = 600

const words = [
  'Guessed at once.',
  'Easy to guess.',
  'Could be guessed by somebody who tries hard.',
  'Hard to guess.',
  'Very hard to guess.',
]

interface Props {
  password: string
  /** Something is said to be wrong with the password that was sent. */
  isRefused: boolean
  /** What somebody who attacks this account would try first, looked up as it is then. */
  context: () => string[]
}

/** Says, once the typing pauses, how a password would stand against guessing, and why. It forbids nothing. */
export function StrengthHint({ password, isRefused, context }: Props) {
  const [judged, setJudged] = useState<Strength>()
  // The server knows more, its own shortest length too: beside what it refuses stands no word that praises it, and no number.
  const strength = password && judged && !(isRefused && judged.score > 2) ? judged : undefined
  const judgeNow = useEffectEvent(() => judge(password, context()))
  useEffect(() => {
    let isLate = false
    const timer = setTimeout(async () => {
      const next = password ? await judgeNow() : undefined
      if (!isLate) setJudged(next)
    }, pauseMs)
    return () => {
      isLate = true
      clearTimeout(timer)
    }
  }, [password])

  const isShort = !isRefused && password !== '' && [...password].length < usualMinLength
  return (
    <div className="pt-2">
      <div aria-hidden="true" className="flex gap-1">
        {words.slice(1).map((word, index) => (
          <span
            key={word}
            className={`h-1 flex-1 rounded-md transition-colors ${strength && strength.score > index ? (strength.score > 2 && !isShort ? 'bg-accent' : 'bg-soft') : 'bg-line'}`}
          />
        ))}
      </div>
      <p role="status" className="pt-1.5 text-small text-soft">
        {strength ? (
          <>
            <span className="text-ink">
              {isShort ? `Too short: use at least ${usualMinLength} characters.` : words[strength.score]}
            </span>{' '}
            {strength.why}
          </>
        ) : (
          `${isRefused ? '' : `At least ${usualMinLength} characters of any kind. `}A few words in a row are easy to keep in mind.`
        )}
      </p>
    </div>
  )
}

/** The lists that it looks through are large, so they come with the first password. Without them there is no hint. */
async function judge(password: string, context: string[]): Promise<Strength | undefined> {
  const { strengthOf } = (await loadStrength()) ?? {}
  return strengthOf?.(password, context)
}

export const loadStrength = () => import('./strength.ts').catch(() => undefined)
