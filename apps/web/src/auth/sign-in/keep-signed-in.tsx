import { Checkbox } from '../../platform/ui/checkbox.tsx'
import { formatTimeSpan } from '../../platform/ui/format-time-span.ts'
import { useLocale, useWords } from '../../platform/words/use-words.ts'
import { useRememberedSeconds } from './queries.ts'

/** Asks whether to stay signed in. Says for how long, once the server has said so. */
export function KeepSignedIn({ defaultChecked = false }: { defaultChecked?: boolean }) {
  const { ui } = useWords()
  const locale = useLocale()
  const seconds = useRememberedSeconds()
  return (
    <Checkbox name="remember" defaultChecked={defaultChecked}>
      <span>{seconds ? ui.keepSignedInFor(formatTimeSpan(locale, seconds)) : ui.keepSignedIn}</span>
    </Checkbox>
  )
}
