import { Checkbox } from '../../platform/ui/checkbox.tsx'
import { formatTimeSpan } from '../../platform/ui/format-time-span.ts'
import { useLocale, useWords } from '../../platform/words/use-words.ts'
import { useSignInOptions } from './queries.ts'

interface Props {
  defaultChecked?: boolean
}

/** Asks whether to stay signed in. Says for how long, once the server has said so. */
export const KeepSignedIn = ({ defaultChecked = false }: Props) => (
  <KeepSignedInFor seconds={useSignInOptions()?.rememberedSeconds} defaultChecked={defaultChecked} />
)

/** The same, for a page that asks the server itself. */
export function KeepSignedInFor({ seconds, defaultChecked = false }: Props & { seconds: number | undefined }) {
  const { ui } = useWords()
  const locale = useLocale()
  return (
    <Checkbox name="remember" defaultChecked={defaultChecked}>
      <span>{seconds ? ui.keepSignedInFor(formatTimeSpan(locale, seconds)) : ui.keepSignedIn}</span>
    </Checkbox>
  )
}
